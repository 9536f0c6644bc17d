package dev.etagere.it;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * A client with a long memory: it holds copies old and new of every target, asks about them by tags, by the
 * Last-Modified and by the Date that came with them, and holds each 304 against the ledger. One thread's.
 */
final class SoakClient {
    /** How many copies of a target are held. */
    private static final int COPIES = 24;

    private final List<SoakTarget> targets;
    private final Ledger ledger;
    private final SoakTally tally;
    private final SplittableRandom random;
    private final boolean observes;
    private final Map<SoakTarget, List<SoakCopy>> held = new LinkedHashMap<>();
    private boolean atRest;

    /** @param observes whether a version counts as settled once it has been seen: so it is if all writes are scoped */
    SoakClient(List<SoakTarget> targets, Ledger ledger, SoakTally tally, SplittableRandom random, boolean observes) {
        this.targets = targets;
        this.ledger = ledger;
        this.tally = tally;
        this.random = random;
        this.observes = observes;
        targets.forEach(target -> held.put(target, new ArrayList<>()));
    }

    /** A condition and the copies that it is about. */
    private record Question(List<String> fields, List<SoakCopy> about, boolean byTag) {
        static final Question NONE = new Question(List.of(), List.of(), false);

        static Question byTags(List<SoakCopy> copies) {
            List<String> tags = copies.stream().map(SoakCopy::etag).distinct().toList();
            return new Question(List.of("If-None-Match: " + String.join(", ", tags)), copies, true);
        }

        static Question byDate(SoakCopy copy, String date) {
            return new Question(List.of("If-Modified-Since: " + date), List.of(copy), false);
        }

        /** The date is not even to be looked at (RFC 9110 section 13.1.3). */
        Question withDate(String date) {
            return new Question(List.of(fields.get(0), "If-Modified-Since: " + date), about, byTag);
        }
    }

    void run(int port, BooleanSupplier goOn) throws IOException {
        try (KeptAlive http = new KeptAlive(port)) {
            SoakTarget target = targets.get(0);
            while (goOn.getAsBoolean()) {
                // Often the same again, so that labels are asked about while they are hot.
                target = random.nextInt(3) > 0 ? target : targets.get(random.nextInt(targets.size()));
                Question question = question(held.get(target));
                String method = !question.equals(Question.NONE) && random.nextInt(10) == 0 ? "HEAD" : "GET";
                ask(http, method, target, question);
            }
        }
    }

    /** Asks about everything that it holds, of an application at rest of which the ledger knows every version. */
    void recheck(int port) throws IOException {
        atRest = true;
        try (KeptAlive http = new KeptAlive(port)) {
            for (SoakTarget target : targets) {
                for (SoakCopy copy : List.copyOf(held.get(target))) {
                    if (copy.etag() != null) {
                        ask(http, "GET", target, Question.byTags(List.of(copy)));
                    }
                    if (copy.lastModified() != null) {
                        ask(http, "GET", target, Question.byDate(copy, copy.lastModified()));
                    }
                    ask(http, "GET", target, Question.byDate(copy, copy.date()));
                }
            }
        } finally {
            atRest = false;
        }
    }

    private Question question(List<SoakCopy> copies) {
        if (copies.isEmpty()) {
            return Question.NONE;
        }
        SoakCopy newest = copies.get(copies.size() - 1);
        SoakCopy any = copies.get(random.nextInt(copies.size()));
        int kind = random.nextInt(100);
        if (kind < 45) {
            return about(newest);
        } else if (kind < 55) {
            return about(any);
        } else if (kind < 63) {
            return aboutSeveral(copies);
        } else if (kind < 68) {
            return any.etag() == null ? Question.NONE : about(any).withDate(newest.date());
        } else if (kind < 92) {
            SoakCopy copy = random.nextInt(3) == 0 ? any : newest;
            String date = random.nextBoolean() ? copy.lastModified() : copy.date();
            return Question.byDate(copy, date == null ? copy.date() : date);
        }
        return Question.NONE;
    }

    private static Question about(SoakCopy copy) {
        return copy.etag() == null ? Question.byDate(copy, copy.date()) : Question.byTags(List.of(copy));
    }

    private Question aboutSeveral(List<SoakCopy> copies) {
        List<SoakCopy> several = new ArrayList<>();
        for (int left = 2 + random.nextInt(4); left > 0; left--) {
            SoakCopy copy = copies.get(random.nextInt(copies.size()));
            if (copy.etag() != null && !several.contains(copy)) {
                several.add(copy);
            }
        }
        return several.isEmpty() ? Question.NONE : Question.byTags(several);
    }

    private void ask(KeptAlive http, String method, SoakTarget target, Question question) throws IOException {
        List<String> fields = new ArrayList<>(target.fields());
        fields.addAll(question.fields());
        Ledger.Reading before = target.read(ledger);
        Reply reply = http.send(method, target.path(), fields);
        Ledger.Reading after = target.read(ledger);
        tally.request();
        switch (reply.status()) {
            case 304 -> confirmed(target, question, before, after, reply);
            case 200 -> {
                refused(target, question, before);
                if (method.equals("GET")) {
                    received(target, reply);
                }
            }
            default -> tally.violation(target + " was answered by " + reply.status());
        }
    }

    private void confirmed(
            SoakTarget target, Question question, Ledger.Reading before, Ledger.Reading after, Reply reply) {
        tally.notModified();
        List<SoakCopy> copies = question.about().stream()
                .filter(copy -> !question.byTag() || copy.etag().equals(reply.field("ETag")))
                .toList();
        if (copies.isEmpty()) {
            tally.violation(target + ": a 304 to " + question + " confirms none of these, but " + reply.field("ETag"));
        }
        for (SoakCopy copy : copies) {
            if (copy.isOutdatedBy(before) || (atRest && !copy.isWhatIsSettledIn(before))) {
                tally.violation(target + ": a 304 to " + question.fields() + " confirms " + copy
                        + ", though when it was sent there was " + before + "; " + reply);
            }
            hold(target, copy.renewedBy(reply));
        }
        if (after.sawTouchSince(before)) {
            tally.hit(SoakTally.Race.TOUCH_NEAR_304);
        }
        if (after.sawScopeSince(before)) {
            tally.hit(SoakTally.Race.SCOPE_NEAR_304);
        }
        if (!question.byTag()) {
            tally.hit(SoakTally.Race.DATE_CONFIRMED);
        }
    }

    private void refused(SoakTarget target, Question question, Ledger.Reading before) {
        if (question.byTag() && question.about().stream().anyMatch(copy -> !copy.isOutdatedBy(before))) {
            tally.hit(SoakTally.Race.LABEL_OVERTAKEN_ON_ITS_WAY);
        }
        if (!question.byTag() && !question.fields().isEmpty()) {
            String date = question.fields().get(0).substring("If-Modified-Since: ".length());
            if (ledger.movedIn(target.items(), epochSecond(date))) {
                tally.hit(SoakTally.Race.CHANGE_IN_THE_SECOND_OF_A_DATE);
            }
        }
    }

    private static long epochSecond(String date) {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
    }

    private void received(SoakTarget target, Reply reply) {
        long[] versions = target.versions(reply.text());
        SoakCopy copy = SoakCopy.of(reply, versions);
        if (copy.etag() == null && copy.lastModified() == null) {
            tally.hit(SoakTally.Race.IN_FLUX);
        } else if (reply.field(SoakApp.OVERTAKEN) != null) {
            tally.hit(SoakTally.Race.LABEL_OVERTAKEN_IN_HANDLER);
        }
        if (copy.etag() != null && held.get(target).stream().anyMatch(other -> differs(other, copy, versions))) {
            tally.hit(SoakTally.Race.BODY_NEWER_THAN_LABEL);
        }
        hold(target, copy);
        if (observes) {
            int[] items = target.items();
            for (int i = 0; i < items.length; i++) {
                ledger.settle(items[i], versions[i]);
            }
        }
    }

    private static boolean differs(SoakCopy other, SoakCopy copy, long[] versions) {
        return copy.etag().equals(other.etag()) && !other.tells(versions);
    }

    private void hold(SoakTarget target, SoakCopy copy) {
        List<SoakCopy> copies = held.get(target);
        copies.add(copy);
        if (copies.size() > COPIES) {
            copies.remove(random.nextInt(COPIES));
        }
    }
}
