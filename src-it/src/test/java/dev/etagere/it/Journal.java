package dev.etagere.it;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Every label that was ever handed out, as some client may still hold it. Safe for use by several threads. */
final class Journal {
    /** Beyond these a random one gives way, so that a run of hours does not need the memory of hours. */
    private static final int CAPACITY = 200_000;

    private static final int SHORT_BODY = 160;

    private final List<Label> labels = new ArrayList<>();
    private final Set<Label> known = new HashSet<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private int tags;

    /** What is asked for: a URL, with the fields that select the representation. */
    record Target(String path, List<String> fields) {}

    /** The validators of an answer, {@code null} where it had none, and what its body was. */
    record Label(Target target, String etag, String lastModified, String date, String body) {

        static Label of(Target target, Reply reply) {
            return refreshed(target, reply, brief(reply));
        }

        /** As a 304 renews what a client holds (RFC 9111 section 4.3.4). */
        static Label refreshed(Target target, Reply reply, String body) {
            return new Label(target, reply.field("ETag"), reply.field("Last-Modified"), reply.field("Date"), body);
        }
    }

    synchronized void add(Label label) {
        if (known.add(label)) {
            labels.add(label);
            tags += label.etag() == null ? 0 : 1;
            if (labels.size() > CAPACITY) {
                forgetAny();
            }
        }
    }

    private void forgetAny() {
        int last = labels.size() - 1;
        Collections.swap(labels, random.nextInt(last), last);
        Label forgotten = labels.remove(last);
        known.remove(forgotten);
        tags -= forgotten.etag() == null ? 0 : 1;
    }

    /** How many have a tag. Of an answer given during a change there is only the date. */
    synchronized int tags() {
        return tags;
    }

    /** Labels with so many tags among them: one half the latest, the other from the whole past. */
    synchronized List<Label> some(int count) {
        Set<Label> chosen = new HashSet<>();
        int missing = Math.min(count, tags);
        for (int i = labels.size() - 1; missing > count / 2; i--) {
            missing -= chosen.add(labels.get(i)) && labels.get(i).etag() != null ? 1 : 0;
        }
        while (missing > 0) {
            Label any = labels.get(random.nextInt(labels.size()));
            missing -= chosen.add(any) && any.etag() != null ? 1 : 0;
        }
        return List.copyOf(chosen);
    }

    /**
     * The status and enough of the body to tell it from all others. Where a follower is to go on from, the feed tells
     * anew each time: the tag is weak, and an older cursor repeats rather than misses.
     */
    static String brief(Reply reply) {
        String text = reply.text().replaceFirst("^\\{\"cursor\":\"[^\"]*\"", "{");
        return reply.status() + " "
                + (text.length() <= SHORT_BODY ? text.strip() : text.substring(0, SHORT_BODY) + "... " + hash(text));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
