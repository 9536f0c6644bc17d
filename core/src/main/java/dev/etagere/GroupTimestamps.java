package dev.etagere;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.etagere.http.ETag;
import dev.etagere.index.GroupName;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the group-timestamps endpoint answers: when each published group last changed, all of them or those asked for. A
 * group that is hidden, that is not published or that nobody has ever touched reads {@code "unknown"}, so that names
 * cannot be probed. Immutable.
 */
public final class GroupTimestamps {
    private static final int TAG_BYTES = 16;

    private final PublishedGroups picture;
    private final @Nullable SortedSet<String> asked;

    private GroupTimestamps(PublishedGroups picture, @Nullable SortedSet<String> asked) {
        this.picture = picture;
        this.asked = asked;
    }

    /** All that are published. */
    public static GroupTimestamps of(PublishedGroups picture) {
        return new GroupTimestamps(picture, null);
    }

    /**
     * These only; the order and repetitions do not matter.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static GroupTimestamps of(PublishedGroups picture, Collection<String> groups) {
        SortedSet<String> names = new TreeSet<>();
        groups.forEach(group -> names.add(GroupName.encode(group)));
        return new GroupTimestamps(picture, names);
    }

    /**
     * Changes whenever one of the groups does, or the list reaches less far back. Weak, as the same content can be
     * written in more than one way.
     */
    public ETag etag() {
        Hasher hasher = Hashing.sha256()
                .newHasher()
                .putLong(picture.epoch())
                .putLong(picture.horizon().nanos())
                .putLong(head().nanos());
        if (asked != null) {
            asked.forEach(group -> hasher.putInt(group.length()).putUnencodedChars(group));
        }
        byte[] hash = hasher.hash().asBytes();
        return ETag.weak(BaseEncoding.base32Hex().lowerCase().omitPadding().encode(hash, 0, TAG_BYTES));
    }

    // A stamp is only given once, so the highest one tells of any change among them.
    private Stamp head() {
        if (asked == null) {
            return picture.head();
        }
        Stamp head = picture.horizon();
        for (String group : asked) {
            Stamp stamp = picture.stamp(group);
            if (stamp != null && stamp.compareTo(head) > 0) {
                head = stamp;
            }
        }
        return head;
    }

    /** Writes the content as JSON. */
    public void writeTo(Appendable json) throws IOException {
        json.append("{\"cursor\":\"").append(AsOf.text(picture.epoch(), picture.head()));
        json.append("\",\"horizon\":\"").append(picture.horizon().toString());
        json.append("\",\"groups\":{");
        String separator = "";
        if (asked == null) {
            for (Map.Entry<String, Stamp> group : picture.stamps().entrySet()) {
                write(json, separator, group.getKey(), group.getValue());
                separator = ",";
            }
        } else {
            for (String group : asked) {
                write(json, separator, group, picture.stamp(group));
                separator = ",";
            }
        }
        json.append("}}");
    }

    // No name needs escaping: quotes, backslashes and controls are percent-encoded in it.
    private static void write(Appendable json, String separator, String group, @Nullable Stamp stamp)
            throws IOException {
        json.append(separator).append('"').append(group).append("\":\"");
        json.append(stamp == null ? "unknown" : stamp.toString()).append('"');
    }
}
