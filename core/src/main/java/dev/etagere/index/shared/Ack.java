package dev.etagere.index.shared;

/**
 * What the log says of itself when something was done.
 *
 * @param epoch the incarnation of the log
 * @param stamp the stamp that was given, or the as-of of the log where none was: everything up to it is among the
 *     entries up to {@code number}, and every stamp to come is higher. In nanoseconds since 1970
 * @param number the number of the last entry
 */
public record Ack(long epoch, long stamp, long number) {}
