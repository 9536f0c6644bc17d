package dev.etagere.http;

import dev.etagere.http.ETagList.Comparison;
import dev.etagere.http.PreconditionResult.Failed;
import dev.etagere.http.PreconditionResult.Holds;
import dev.etagere.http.PreconditionResult.NotModified;
import dev.etagere.http.PreconditionResult.Undecided;
import org.jspecify.annotations.Nullable;

/**
 * Judges conditional requests in the order of RFC 9110 section 13.2.2. Linear in the length of the fields, and never
 * throws for what they hold. Stateless, so safe for use by several threads.
 *
 * <p>Where the RFC leaves a choice: a malformed {@code If-Match} fails, a malformed {@code If-None-Match} confirms
 * nothing (a GET is performed, another method fails), a malformed date is ignored, and so is an
 * {@code If-Modified-Since} in the future, which would confirm changes that have not happened yet.
 */
public final class Preconditions {
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String IF_MODIFIED_SINCE = "If-Modified-Since";
    private static final String IF_UNMODIFIED_SINCE = "If-Unmodified-Since";

    private Preconditions() {}

    /** Whether the request states any condition that {@link #evaluate} judges. */
    public static boolean conditional(FieldLookup request) {
        return request.field(IF_NONE_MATCH) != null
                || request.field(IF_MODIFIED_SINCE) != null
                || request.field(IF_MATCH) != null
                || request.field(IF_UNMODIFIED_SINCE) != null;
    }

    /**
     * Whether a write says what its author has seen of what it changes, so that no other change can be overwritten
     * unseen (RFC 6585 section 3).
     *
     * @param nowSecond the present, in seconds since 1970
     */
    public static boolean guarded(FieldLookup request, long nowSecond) {
        String since = request.field(IF_UNMODIFIED_SINCE);
        return request.field(IF_MATCH) != null
                || request.field(IF_NONE_MATCH) != null
                || (since != null && HttpDate.parse(since, nowSecond) != HttpDate.INVALID);
    }

    /**
     * Judges all preconditions of a request.
     *
     * @param current what the current representation is compared by
     * @param existence whether there is a current representation, as far as it is known
     * @param nowSecond the present, in seconds since 1970
     */
    public static PreconditionResult evaluate(
            String method, FieldLookup request, Validators current, Existence existence, long nowSecond) {
        if (ignoresConditions(method)) {
            return Holds.HOLDS;
        }
        PreconditionResult state = stateIsExpected(request, current, existence, nowSecond);
        if (state instanceof Failed || (state instanceof Undecided && isRead(method))) {
            return state;
        }
        PreconditionResult copy = copyIsOutdated(method, request, current, existence, nowSecond);
        return copy instanceof Holds ? state : copy;
    }

    /** Judges nothing but the condition {@code *}, for a target of which nothing is known but whether it exists. */
    public static PreconditionResult evaluateWildcards(String method, FieldLookup request, Existence existence) {
        String ifMatch = request.field(IF_MATCH);
        String ifNoneMatch = request.field(IF_NONE_MATCH);
        boolean some = isWildcard(ifMatch);
        boolean none = isWildcard(ifNoneMatch);
        if (ignoresConditions(method) || (!some && !none)) {
            return Holds.HOLDS;
        }
        if (existence == Existence.UNKNOWN) {
            return Undecided.UNDECIDED;
        }
        if (some && existence == Existence.MISSING) {
            return new Failed(IF_MATCH);
        }
        return none && existence == Existence.EXISTS ? matched(method, NotModified.BY_WILDCARD) : Holds.HOLDS;
    }

    /**
     * Whether {@code If-Range} holds, so that {@code Range} may be heeded (RFC 9110 section 13.1.5): one strong tag
     * that is the current one, or exactly the date of the current representation.
     *
     * @param lastModified the date, in seconds since 1970, if it is a strong validator (section 8.8.2.2); {@code null}
     *     if there is none
     * @param nowSecond the present, in seconds since 1970
     */
    public static boolean ifRangeHolds(String field, Validators current, @Nullable Long lastModified, long nowSecond) {
        ETag named = ETag.parse(field);
        if (named != null) {
            ETag tag = current.etag();
            return tag != null && named.matchesStrongly(tag);
        }
        return lastModified != null && HttpDate.parse(field, nowSecond) == lastModified;
    }

    static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** RFC 9110 section 13.2.1: they neither select nor modify a representation. */
    private static boolean ignoresConditions(String method) {
        return method.equals("OPTIONS") || method.equals("TRACE") || method.equals("CONNECT");
    }

    /** Steps 1 and 2: {@code If-Match}, and in its absence {@code If-Unmodified-Since}. */
    private static PreconditionResult stateIsExpected(
            FieldLookup request, Validators current, Existence existence, long now) {
        String ifMatch = request.field(IF_MATCH);
        if (ifMatch != null) {
            return expects(ifMatch, current, existence);
        }
        String since = request.field(IF_UNMODIFIED_SINCE);
        if (since == null || existence == Existence.MISSING || !current.dated()) {
            return Holds.HOLDS;
        }
        long date = HttpDate.parse(since, now);
        return date == HttpDate.INVALID || current.unmodifiedSince(date)
                ? Holds.HOLDS
                : new Failed(IF_UNMODIFIED_SINCE);
    }

    private static PreconditionResult expects(String ifMatch, Validators current, Existence existence) {
        ETag tag = existence == Existence.MISSING ? null : current.etag();
        return switch (ETagList.find(ifMatch, tag, Comparison.STRONG)) {
            case TAG, TAG_WITH_SUFFIX -> Holds.HOLDS;
            case WILDCARD ->
                switch (existence) {
                    case EXISTS -> Holds.HOLDS;
                    case MISSING -> new Failed(IF_MATCH);
                    case UNKNOWN -> Undecided.UNDECIDED;
                };
            case NONE, MALFORMED -> new Failed(IF_MATCH);
        };
    }

    /** Steps 3 and 4: {@code If-None-Match}, and in its absence {@code If-Modified-Since}. */
    private static PreconditionResult copyIsOutdated(
            String method, FieldLookup request, Validators current, Existence existence, long now) {
        String ifNoneMatch = request.field(IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            return differs(method, ifNoneMatch, current, existence);
        }
        String since = isRead(method) && existence != Existence.MISSING && current.dated()
                ? request.field(IF_MODIFIED_SINCE)
                : null;
        long date = since == null ? HttpDate.INVALID : HttpDate.parse(since, now);
        return date != HttpDate.INVALID && date <= now && current.confirms(date) ? NotModified.PLAIN : Holds.HOLDS;
    }

    private static PreconditionResult differs(
            String method, String ifNoneMatch, Validators current, Existence existence) {
        ETag tag = existence == Existence.MISSING ? null : current.etag();
        return switch (ETagList.find(ifNoneMatch, tag, Comparison.WEAK)) {
            case NONE -> Holds.HOLDS;
            case TAG -> matched(method, NotModified.PLAIN);
            case TAG_WITH_SUFFIX -> matched(method, new NotModified(suffix(ifNoneMatch, tag), false));
            case WILDCARD ->
                switch (existence) {
                    case EXISTS -> matched(method, NotModified.BY_WILDCARD);
                    case MISSING -> Holds.HOLDS;
                    case UNKNOWN -> Undecided.UNDECIDED;
                };
            case MALFORMED -> isRead(method) ? Holds.HOLDS : new Failed(IF_NONE_MATCH);
        };
    }

    private static @Nullable String suffix(String ifNoneMatch, @Nullable ETag tag) {
        return tag == null ? null : ETagList.suffixOf(ifNoneMatch, tag);
    }

    private static PreconditionResult matched(String method, NotModified answer) {
        return isRead(method) ? answer : new Failed(IF_NONE_MATCH);
    }

    private static boolean isWildcard(@Nullable String field) {
        return field != null && ETagList.find(field, null, Comparison.WEAK) == ETagList.Match.WILDCARD;
    }
}
