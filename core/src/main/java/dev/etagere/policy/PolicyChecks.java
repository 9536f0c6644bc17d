package dev.etagere.policy;

import dev.etagere.http.CacheDirectives;
import java.util.ArrayList;
import java.util.List;

/** What must not stand together in one policy. */
final class PolicyChecks {
    // 16 names of 200 characters fill most of the 4 KB that a tag header may take of the response head.
    private static final int MAX_TAGS = 16;

    private final Policy.Builder policy;
    private final CacheDirectives cacheControl;
    private final Problems problems;

    private PolicyChecks(Policy.Builder policy, Problems problems) {
        this.policy = policy;
        this.cacheControl = policy.cacheControl;
        this.problems = problems;
    }

    static void run(Policy.Builder policy, Problems problems) {
        PolicyChecks checks = new PolicyChecks(policy, problems);
        if (checks.hasGroups()) {
            checks.groups();
        }
        checks.etag();
        checks.cacheTag();
    }

    private boolean hasGroups() {
        return policy.learned || !policy.groups.isEmpty();
    }

    private void groups() {
        Templates.checkParameters("Groups: ", policy.groups, policy.pathParameters, policy.placeOf("Groups"), problems);
        refuseGroups(
                cacheControl.noStore(),
                "'no-store' leaves nothing to compare; leave Groups out, or write Cache-Control: no-cache");
        // RFC 8246: a client never asks again, so that no touch could reach it.
        refuseGroups(
                cacheControl.immutable(),
                "'immutable' promises that the answer never changes; leave out Groups or 'immutable'");
        refuseGroups(
                policy.vary.isStar(),
                "'Vary: *' says that no two requests are alike; name the request headers in Vary, or leave Groups out");
        refuseGroups(
                policy.etag == ETagMode.APPLICATION,
                "'ETag: application' has requests judged by the handler's own validators; leave out Groups or ETag");
        policy.groups.stream().filter(GroupTemplate::usesPrincipal).forEach(this::refusePrincipal);
    }

    private void refuseGroups(boolean contradiction, String why) {
        if (contradiction) {
            String header = policy.groups.isEmpty() ? "Learned-Groups" : "Groups";
            problems.add(policy.placeOf(header), header + ": have no use, for " + why);
        }
    }

    private void refusePrincipal(GroupTemplate group) {
        if (cacheControl.shared()) {
            problems.add(
                    policy.placeOf("Groups"),
                    "Groups: group '%s' depends on the caller, and 'Cache-Control: %s' gives one answer to all; write private instead of public or s-maxage, or leave out {principal}"
                            .formatted(group, cacheControl));
        }
    }

    private void etag() {
        if (policy.etag == ETagMode.STRONG && !onlyEncodingVaries()) {
            problems.add(
                    policy.placeOf("ETag"),
                    "ETag: strong promises equal bytes, and with 'Vary: %s' a write cannot be judged against them; write 'ETag: weak', or vary by nothing but Accept-Encoding"
                            .formatted(policy.vary));
        }
        if (policy.etag == ETagMode.STRONG && policy.learned) {
            problems.add(
                    policy.placeOf("ETag"),
                    "ETag: strong is for writes to be judged by before they run, and learned groups are known only after; write 'ETag: weak', or declare all Groups");
        }
        boolean explicit = policy.etag == ETagMode.STRONG || policy.etag == ETagMode.APPLICATION;
        if (explicit && cacheControl.noStore()) {
            problems.add(
                    policy.placeOf("ETag"),
                    "ETag: %s has no use, for 'no-store' leaves nothing to compare; leave ETag out, or write Cache-Control: no-cache"
                            .formatted(PolicyHeader.word(policy.etag)));
        }
    }

    private boolean onlyEncodingVaries() {
        return !policy.vary.isStar() && policy.vary.names().stream().allMatch("Accept-Encoding"::equalsIgnoreCase);
    }

    private void cacheTag() {
        boolean hidden = cacheControl.isPrivate() || cacheControl.noStore();
        if (policy.tagsCaches() && hidden) {
            problems.add(
                    policy.placeOf("Cache-Tag"),
                    "Cache-Tag: on would tell caches about 'Cache-Control: %s', which they do not keep; leave Cache-Tag out, or write public"
                            .formatted(cacheControl));
        }
        if (policy.tagsCaches() && policy.groups.size() > MAX_TAGS) {
            problems.add(
                    policy.placeOf("Groups"),
                    "Groups: %d names may not fit into the tag header, which has room for %d; write 'Cache-Tag: off', or name fewer groups"
                            .formatted(policy.groups.size(), MAX_TAGS));
        }
    }

    static List<String> warnings(Policy.Builder policy) {
        List<String> warnings = new ArrayList<>();
        for (String warning : policy.cacheControl.warnings()) {
            warnings.add(policy.placeOf("Cache-Control") + ": Cache-Control: " + warning);
        }
        if (policy.learned) {
            warnIfUndated(policy, warnings);
        } else if (policy.groups.isEmpty()) {
            warnIfIdle(policy, policy.etag == ETagMode.STRONG, "ETag", warnings);
            warnIfIdle(policy, policy.lastModified == LastModifiedMode.EXACT, "Last-Modified", warnings);
            warnIfIdle(policy, policy.trust != null, "Trust", warnings);
            warnIfIdle(policy, policy.strict, "Strict", warnings);
            warnIfIdle(policy, Boolean.TRUE.equals(policy.cacheTag), "Cache-Tag", warnings);
        }
        return List.copyOf(warnings);
    }

    /** What a run has not named cannot be dated. */
    private static void warnIfUndated(Policy.Builder policy, List<String> warnings) {
        if (policy.lastModified == LastModifiedMode.EXACT) {
            warnings.add("%s: Last-Modified: is not sent with learned groups; leave it out"
                    .formatted(policy.placeOf("Last-Modified")));
        }
    }

    private static void warnIfIdle(Policy.Builder policy, boolean told, String header, List<String> warnings) {
        if (told) {
            warnings.add("%s: %s: does nothing without Groups; name the groups, or leave %s out"
                    .formatted(policy.placeOf(header), header, header));
        }
    }
}
