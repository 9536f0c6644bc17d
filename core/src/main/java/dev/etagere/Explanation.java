package dev.etagere;

/**
 * Why a request was decided as it was.
 *
 * @param reason one of a bounded set
 * @param sentence the same for a person, with the policy and the group that moved last
 */
public record Explanation(Reason reason, String sentence) {}
