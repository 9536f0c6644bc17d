package dev.etagere.simulation;

import dev.etagere.ConditionalRequests;

/** One revision of the application. */
record Engine(ConditionalRequests requests, int revision) {}
