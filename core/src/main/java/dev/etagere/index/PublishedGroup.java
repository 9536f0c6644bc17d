package dev.etagere.index;

/**
 * A published group and when it last changed. Immutable.
 *
 * @param stamp of its last touch
 * @param name of the group
 */
public record PublishedGroup(Stamp stamp, String name) implements Comparable<PublishedGroup> {

    /** By the stamp, and what was touched together by name. */
    @Override
    public int compareTo(PublishedGroup other) {
        int byStamp = stamp.compareTo(other.stamp);
        return byStamp == 0 ? name.compareTo(other.name) : byStamp;
    }
}
