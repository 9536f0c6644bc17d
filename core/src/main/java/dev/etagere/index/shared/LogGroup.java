package dev.etagere.index.shared;

/**
 * A group and its two places among the slots.
 *
 * @param name as encoded by {@link dev.etagere.index.GroupName}: no spaces
 * @param first number of a slot
 * @param second number of a slot; may be the same
 */
public record LogGroup(String name, int first, int second) {}
