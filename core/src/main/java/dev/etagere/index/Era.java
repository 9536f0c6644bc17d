package dev.etagere.index;

/**
 * One incarnation of a log. A log that cannot prove that it kept every touch starts a new one.
 *
 * @param epoch 64 random bits
 * @param start the first moment of the incarnation, in nanoseconds since 1970: what a group reports that was never
 *     touched
 */
record Era(long epoch, long start) {}
