package dev.etagere.it;

import java.util.List;
import java.util.function.Function;

/** A representation whose body tells the versions of its items. Immutable. */
final class SoakTarget {
    private final String path;
    private final List<String> fields;
    private final int[] items;
    private final Function<String, long[]> versions;

    /** @param fields of the request, that select the representation */
    SoakTarget(String path, List<String> fields, int[] items, Function<String, long[]> versions) {
        this.path = path;
        this.fields = List.copyOf(fields);
        this.items = items.clone();
        this.versions = versions;
    }

    String path() {
        return path;
    }

    List<String> fields() {
        return fields;
    }

    int[] items() {
        return items.clone();
    }

    Ledger.Reading read(Ledger ledger) {
        return ledger.read(items);
    }

    long[] versions(String body) {
        long[] found = versions.apply(body);
        if (found.length != items.length) {
            throw new IllegalStateException(path + " told " + found.length + " versions: " + body);
        }
        return found;
    }

    @Override
    public String toString() {
        return path + " " + fields;
    }
}
