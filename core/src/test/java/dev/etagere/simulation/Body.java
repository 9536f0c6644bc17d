package dev.etagere.simulation;

import org.jspecify.annotations.Nullable;

/** What a response shows: of each item the version that its handler read, as one revision renders it. */
final class Body {
    static final int NOT_SHOWN = -1;

    final int revision;
    private final int[] versions = {NOT_SHOWN, NOT_SHOWN};
    private final @Nullable Transaction[] dirty = new Transaction[Store.ITEMS];

    Body(int revision) {
        this.revision = revision;
    }

    void show(int item, int version, @Nullable Transaction uncommitted) {
        versions[item] = version;
        dirty[item] = uncommitted;
    }

    /** The version of the item; what is not committed yet counts as newest, what was rolled back as oldest. */
    int version(int item, int moment) {
        Transaction writer = dirty[item];
        if (writer == null) {
            return versions[item] == NOT_SHOWN ? Integer.MAX_VALUE : versions[item];
        }
        return switch (writer.state) {
            case RUNNING -> Integer.MAX_VALUE;
            case COMMITTED -> writer.versions[item];
            case ROLLED_BACK -> writer.gone <= moment ? NOT_SHOWN : Integer.MAX_VALUE;
        };
    }

    /** Whether what it shows of the item is an even version. */
    boolean isEven(int item) {
        int shown = versions[item] + (dirty[item] == null ? 0 : 1);
        return shown % 2 == 0;
    }

    boolean isOlder(int[] than, int moment) {
        return version(0, moment) < than[0] || version(1, moment) < than[1];
    }

    boolean showsWhatWasRolledBack() {
        return isRolledBack(dirty[0]) || isRolledBack(dirty[1]);
    }

    private static boolean isRolledBack(@Nullable Transaction writer) {
        return writer != null && writer.state == Transaction.State.ROLLED_BACK;
    }

    @Override
    public String toString() {
        return "r" + revision + " " + text(0) + "," + text(1);
    }

    private String text(int item) {
        Transaction writer = dirty[item];
        return writer == null ? (versions[item] == NOT_SHOWN ? "-" : "v" + versions[item]) : "dirty " + writer.state;
    }
}
