package dev.etagere.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks an application at rest about old labels by conditional GETs: a 304 for a body that is not the one which an
 * unconditional GET yields is a lie. What the application serves now is the oracle, since a database may lose in a
 * crash what it has acknowledged.
 */
final class Recheck {
    /** Most tags are sent in lists of so many, to ask about thousands while the application is still cold. */
    private static final int LIST = 16;

    private static final int ALONE = 50;
    private static final int DATES = 100;

    private final KeptAlive http;
    private final Map<Journal.Target, String> served = new HashMap<>();
    private final List<String> lies = new ArrayList<>();
    private int tags;
    private int confirmedTags;
    private int dates;
    private int confirmedDates;

    private Recheck(KeptAlive http) {
        this.http = http;
    }

    static Recheck of(int port, List<Journal.Label> labels) throws IOException {
        try (KeptAlive http = new KeptAlive(port)) {
            Recheck recheck = new Recheck(http);
            recheck.askByTag(labels);
            recheck.askByDate(labels);
            recheck.assertThatNothingMoved();
            return recheck;
        }
    }

    private void askByTag(List<Journal.Label> labels) throws IOException {
        Map<Journal.Target, List<Journal.Label>> lists = new LinkedHashMap<>();
        for (Journal.Label label : labels) {
            if (label.etag() != null) {
                Journal.Target target = label.target();
                List<Journal.Label> list = lists.computeIfAbsent(target, none -> new ArrayList<>());
                list.add(label);
                if (tags < ALONE || list.size() == LIST) {
                    ask(lists.remove(target));
                }
                tags++;
            }
        }
        for (List<Journal.Label> list : lists.values()) {
            ask(list);
        }
    }

    /** Labels of one target. The tag of a 304 says which of them it confirms (RFC 9110 section 13.1.2). */
    private void ask(List<Journal.Label> list) throws IOException {
        Set<String> tagged = new HashSet<>();
        list.forEach(label -> tagged.add(label.etag()));
        String condition = "If-None-Match: " + String.join(", ", tagged);
        Reply reply = conditional(list.get(0).target(), condition);
        if (reply.status() == 304) {
            String confirmed = reply.field("ETag");
            if (!tagged.contains(confirmed)) {
                lies.add("304 with the tag " + confirmed + " asked with " + condition);
            }
            for (Journal.Label label : list) {
                if (label.etag().equals(confirmed)) {
                    confirmedTags++;
                    compare(label, condition);
                }
            }
        }
    }

    private void askByDate(List<Journal.Label> labels) throws IOException {
        Set<Journal.Label> asked = new HashSet<>();
        for (Journal.Label label : labels) {
            for (String date : new String[] {label.lastModified(), label.date()}) {
                // The same date with the same body is the same question, whatever the tag beside it.
                Journal.Label question = new Journal.Label(label.target(), null, null, date, label.body());
                if (date != null && dates < DATES && asked.add(question)) {
                    ask(label, "If-Modified-Since: " + date);
                }
            }
        }
    }

    private void ask(Journal.Label label, String condition) throws IOException {
        dates++;
        if (conditional(label.target(), condition).status() == 304) {
            confirmedDates++;
            compare(label, condition);
        }
    }

    private Reply conditional(Journal.Target target, String condition) throws IOException {
        List<String> fields = new ArrayList<>(target.fields());
        fields.add(condition);
        return http.get(target.path(), fields);
    }

    private void compare(Journal.Label label, String condition) throws IOException {
        String now = served(label.target());
        if (!label.body().equals(now)) {
            lies.add("304 for " + label + " asked with " + condition + ", but served is " + now);
        }
    }

    private String served(Journal.Target target) throws IOException {
        String known = served.get(target);
        if (known == null) {
            known = Journal.brief(http.get(target.path(), target.fields()));
            served.put(target, known);
        }
        return known;
    }

    private void assertThatNothingMoved() throws IOException {
        for (Map.Entry<Journal.Target, String> entry : served.entrySet()) {
            Journal.Target target = entry.getKey();
            String again = Journal.brief(http.get(target.path(), target.fields()));
            if (!again.equals(entry.getValue())) {
                throw new IllegalStateException(target + " moved at rest from " + entry.getValue() + " to " + again);
            }
        }
    }

    List<String> lies() {
        return lies;
    }

    int tags() {
        return tags;
    }

    int confirmedTags() {
        return confirmedTags;
    }

    int dates() {
        return dates;
    }

    int confirmedDates() {
        return confirmedDates;
    }
}
