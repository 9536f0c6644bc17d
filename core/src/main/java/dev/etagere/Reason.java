package dev.etagere;

/** Why a request was decided as it was: a bounded set of values, fit for the tag of a metric. */
public enum Reason {
    /** The client's entity tag is the current one. */
    ETAG_MATCHES("If-None-Match names the current entity tag"),
    /** Nothing has changed since the client's date. */
    UNMODIFIED_SINCE_DATE("nothing has changed since the date in If-Modified-Since"),
    /** The handler ran, and its answer then met the condition. */
    LATE_MATCH("the condition was met by the answer of the handler"),
    /** The request has no condition. */
    UNCONDITIONAL("the request has no condition"),
    /** The client's copy is older than the last touch, or was never ours. */
    CHANGED("the client's validator is not the current one"),
    /** A change scope holds a group. */
    IN_FLUX("a change is under way in one of its groups, so nothing can be confirmed"),
    /** The index is not fresh enough to confirm anything. */
    INDEX_NOT_LIVE("the group index is not fresh enough to confirm anything"),
    /** The client has seen a later state than this node. */
    BEHIND_CLIENT("Etagere-Min-As-Of asks for a later state than this node has reached"),
    /** The policy names the principal and there is none. */
    NO_PRINCIPAL("the policy depends on the principal and nobody is authenticated"),
    /** What the answer depends on is not remembered from an earlier run. */
    NOT_LEARNED("which groups the answer depends on is known only when its handler has run"),
    /** A label went out under which a group was missing. */
    POISONED("a handler has named a group too late, so nothing can be confirmed for this URL until the restart"),
    /** Only the handler knows whether the resource exists. */
    NEEDS_HANDLER("whether the condition is met only the handler knows"),
    /** The handler decides about fields that a 304 has to repeat. */
    OWN_FIELDS(
            "the handler sets Cache-Control, Expires or Content-Location itself, so only when it has run is it known what"
                    + " a 304 has to say"),
    /** The handler runs although a 304 was due, to see whether that would have been true. */
    AUDITED("a 304 was due, and the handler runs to see whether that would have been true"),
    /** The policy has been found to lie. */
    QUARANTINED(
            "the policy was found to confirm what had changed, so it confirms nothing until the quarantine is lifted"),
    /** The policy runs the handler in any case. */
    REPORT_ONLY("the policy is in report mode; in enforce mode this would have been a 304"),
    /** The policy declares nothing that a validator could be made of. */
    NO_VALIDATOR("the policy makes no validator"),
    /** A condition of the request does not hold. */
    PRECONDITION_FAILED("a precondition does not hold"),
    /** The write has to say what its author has seen. */
    PRECONDITION_REQUIRED("the write has to be conditional: send If-Match with the entity tag of what it changes"),
    /** A conditional write met a change under way. */
    WRITE_IN_FLUX("another write to the same data is under way"),
    /** A write that is carried out. */
    WRITE("the request writes");

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    /** The reason as the main part of a sentence. */
    String sentence() {
        return sentence;
    }
}
