package dev.etagere.index.shared;

/**
 * What tells the places of a group, the same on every node: it belongs to the log and lasts as long as its data.
 *
 * @param k0 first half of the key of the hash
 * @param k1 second half of it
 * @param slots how many stamps there are; a power of two
 */
public record LogKey(long k0, long k1, int slots) {}
