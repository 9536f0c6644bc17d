package dev.etagere.index.shared;

/**
 * Whether a scope has taken groups.
 *
 * @param open whether it has
 * @param ack how far the log has got
 */
public record Entered(boolean open, Ack ack) {}
