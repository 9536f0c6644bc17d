package dev.etagere.feed;

import com.google.common.collect.Iterators;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.etagere.http.ETag;
import dev.etagere.index.PublishedGroup;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the group-timestamps endpoint answers: when each published group last changed, or what changed after a cursor. A
 * group that is hidden, that is not published or that nobody has ever touched reads {@code "unknown"}, so that names
 * cannot be probed. It holds no text: a million groups are written in pieces. Immutable.
 */
public final class GroupTimestamps {
    private static final int TAG_BYTES = 16;

    private final Cursor cursor;
    private final PublishedGroups picture;
    private final View view;
    private final @Nullable Stamp since;
    private final boolean reset;

    private GroupTimestamps(Cursor cursor, PublishedGroups picture, View view, @Nullable Stamp since, boolean reset) {
        this.cursor = cursor;
        this.picture = picture;
        this.view = view;
        this.since = since;
        this.reset = reset;
    }

    static GroupTimestamps full(Cursor cursor, PublishedGroups picture, View view) {
        return new GroupTimestamps(cursor, picture, view, null, false);
    }

    static GroupTimestamps reset(Cursor cursor, PublishedGroups picture, View view) {
        return new GroupTimestamps(cursor, picture, view, null, true);
    }

    static GroupTimestamps changed(Cursor cursor, PublishedGroups picture, View view, Stamp since) {
        return new GroupTimestamps(cursor, picture, view, since, false);
    }

    /** Up to where the content is complete; also where to go on from. */
    public Cursor cursor() {
        return cursor;
    }

    /** Whether nothing is known of what came before: all is listed, though changes were asked for. */
    public boolean reset() {
        return reset;
    }

    /** Whether there is nothing to tell: no change after the cursor that was asked with. */
    public boolean unchanged() {
        return since != null && !view.changedAfter(picture, since).hasNext();
    }

    /**
     * Of a listing: changes whenever one of its groups does, it reaches less far back, or the caller may see others.
     * Weak, as the same content can be written in more than one way.
     */
    public ETag etag() {
        Hasher hasher = Hashing.sha256().newHasher();
        hasher.putLong(picture.epoch()).putLong(picture.horizon().nanos());
        List<String> patterns = view.patterns(picture);
        if (patterns != null) {
            patterns.forEach(pattern -> hasher.putInt(pattern.length()).putUnencodedChars(pattern));
        }
        String text = view.text();
        if (!view.interest().inAll()) {
            hasher.putInt(1);
            view.interest().groups().forEach(group -> put(hasher, group, view.stamp(picture, group)));
        } else if (text == null) {
            hasher.putInt(2);
            view.all(picture).forEachRemaining(group -> put(hasher, group.name(), group.stamp()));
        } else {
            // A stamp is only given once, so the highest one tells of any change among them.
            hasher.putInt(3).putInt(text.length()).putUnencodedChars(text);
            hasher.putLong(view.head(picture).nanos());
        }
        byte[] hash = hasher.hash().asBytes();
        return ETag.weak(BaseEncoding.base32Hex().lowerCase().omitPadding().encode(hash, 0, TAG_BYTES));
    }

    private static void put(Hasher hasher, String group, @Nullable Stamp stamp) {
        hasher.putInt(group.length()).putUnencodedChars(group).putLong(stamp == null ? -1 : stamp.nanos());
    }

    /**
     * The content as JSON in UTF-8, made piece by piece as it is asked for.
     *
     * @param size about how many bytes a piece has; only the last one is shorter
     */
    public Iterator<byte[]> json(int size) {
        String head = "{\"cursor\":\"" + cursor + "\",\"horizon\":\"" + picture.horizon() + '"'
                + (reset ? ",\"reset\":true" : "") + published() + ",\"groups\":{";
        return new JsonPieces(head, members(), size);
    }

    private String published() {
        List<String> patterns = since == null ? view.patterns(picture) : null;
        return patterns == null || patterns.isEmpty()
                ? ""
                : patterns.stream().collect(Collectors.joining("\",\"", ",\"published\":[\"", "\"]"));
    }

    private Iterator<JsonPieces.Member> members() {
        if (since != null) {
            return members(view.changedAfter(picture, since));
        }
        if (view.interest().inAll()) {
            return members(view.all(picture));
        }
        return Iterators.transform(
                view.interest().groups().iterator(), group -> new JsonPieces.Member(group, view.stamp(picture, group)));
    }

    private static Iterator<JsonPieces.Member> members(Iterator<PublishedGroup> groups) {
        return Iterators.transform(groups, group -> new JsonPieces.Member(group.name(), group.stamp()));
    }
}
