package dev.etagere.simulation;

/** How a client asks whether its copy is still good. */
enum Echo {
    NOTHING,
    TAG,
    TAG_OF_A_COMPRESSOR,
    LAST_MODIFIED,
    DATE,
    /** Its tag, and a date that must not be looked at beside it. */
    OTHER_TAG_AND_DATE,
    STAR,
    /** Decided after the handler. */
    LATE_TAG,
    LATE_DATE;

    /** Those that only repeat what the copy was labelled with. */
    static final Echo[] FAITHFUL = {TAG, LAST_MODIFIED, DATE};

    private static final Echo[] ALL = values();

    static Echo any(int random) {
        return ALL[Math.floorMod(random, ALL.length)];
    }

    boolean isPossible(Copy copy) {
        return switch (this) {
            case NOTHING, STAR -> true;
            case TAG, TAG_OF_A_COMPRESSOR, LATE_TAG -> copy.etag != null;
            case LAST_MODIFIED -> copy.lastModified != null && copy.datesCount;
            case DATE, LATE_DATE, OTHER_TAG_AND_DATE -> copy.date != null && copy.datesCount;
        };
    }

    boolean isDate() {
        return this == LAST_MODIFIED || this == DATE || this == LATE_DATE;
    }

    boolean isLate() {
        return this == STAR || this == LATE_TAG || this == LATE_DATE;
    }

    /** Whether nothing but a 200 may come of it. */
    boolean isNoMatch() {
        return this == NOTHING || this == OTHER_TAG_AND_DATE;
    }

    void put(Copy copy, Request request) {
        switch (this) {
            case NOTHING -> {
                // An unconditional request.
            }
            case TAG -> request.ifNoneMatch = copy.etag;
            case TAG_OF_A_COMPRESSOR ->
                request.ifNoneMatch = "\"x\", " + copy.etag.substring(0, copy.etag.length() - 1) + "-gzip\"";
            case LAST_MODIFIED -> request.ifModifiedSince = copy.lastModified;
            case DATE -> request.ifModifiedSince = copy.date;
            case OTHER_TAG_AND_DATE -> {
                request.ifNoneMatch = "\"other\"";
                request.ifModifiedSince = copy.date;
            }
            case STAR -> request.ifNoneMatch = "*";
            case LATE_TAG -> {
                request.ifMatch = "*";
                request.ifNoneMatch = copy.etag;
            }
            case LATE_DATE -> {
                request.ifMatch = "*";
                request.ifModifiedSince = copy.date;
            }
        }
    }
}
