package dev.etagere.simulation;

/** How often the world had been shaken so far. */
record Past(int stepsBack, int farSteps, int restarts, int rollouts) {}
