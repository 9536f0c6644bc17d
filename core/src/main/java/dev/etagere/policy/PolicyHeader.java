package dev.etagere.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of a policy file, and what each says to a policy. */
enum PolicyHeader {
    CACHE_CONTROL("Cache-Control", Policy.Builder::cacheControl),
    VARY("Vary", Policy.Builder::vary),
    GROUPS("Groups", (policy, value) -> policy.groups(list(value))),
    LEARNED_GROUPS("Learned-Groups", (policy, value) -> {
        Switch chosen = choose("Learned-Groups", value, policy, Switch.values());
        policy.learned(chosen == Switch.ON);
    }),
    ETAG("ETag", (policy, value) -> {
        ETagMode mode = choose("ETag", value, policy, ETagMode.values());
        policy.etag(mode == null ? ETagMode.WEAK : mode);
    }),
    LAST_MODIFIED("Last-Modified", (policy, value) -> {
        LastModifiedMode mode = choose("Last-Modified", value, policy, LastModifiedMode.values());
        policy.lastModified(mode == null ? LastModifiedMode.ON : mode);
    }),
    MODE("Mode", (policy, value) -> {
        Mode mode = choose("Mode", value, policy, Mode.values());
        policy.mode(mode == null ? Mode.ENFORCE : mode);
    }),
    TRUST("Trust", Policy.Builder::trust),
    STRICT("Strict", (policy, value) -> {
        Switch chosen = choose("Strict", value, policy, Switch.values());
        policy.strict(chosen == Switch.ON);
    }),
    CACHE_TAG("Cache-Tag", (policy, value) -> {
        Switch chosen = choose("Cache-Tag", value, policy, Switch.values());
        if (chosen != null) {
            policy.cacheTag(chosen == Switch.ON);
        }
    }),
    AUDIT("Audit", (policy, value) -> {
        Switch chosen = choose("Audit", value, policy, Switch.values());
        policy.audit(chosen != Switch.OFF);
    }),
    PRECONDITION(
            "Precondition",
            (policy, value) -> policy.problem(
                    "Precondition: belongs to a write; declare it under the method, such as 'PUT /path'")),
    TOUCHES(
            "Touches",
            (policy, value) -> policy.problem(
                    "Touches: belongs to a write; declare it under the method, such as 'PUT /path', or write Groups for what a GET depends on"));

    private enum Switch {
        ON,
        OFF
    }

    private final String spelling;

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas above hold no state.
    private final BiConsumer<Policy.Builder, String> teller;

    PolicyHeader(String spelling, BiConsumer<Policy.Builder, String> teller) {
        this.spelling = spelling;
        this.teller = teller;
    }

    /** Tells the policy the value of this header; mistakes become problems of the policy. */
    void tell(Policy.Builder policy, String value) {
        teller.accept(policy, value);
    }

    /** The header of that name, in any case; {@code null} if there is none. */
    static @Nullable PolicyHeader named(String name) {
        return Arrays.stream(values())
                .filter(header -> header.spelling.equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(PolicyHeader::toString).toList();
    }

    /** The members of a list; empty ones stay, to be complained of. */
    static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> @Nullable E choose(
            String header, String value, Policy.Builder policy, E[] choices) {
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(value)) {
                return choice;
            }
        }
        String words = Arrays.stream(choices).map(PolicyHeader::word).collect(Collectors.joining(", "));
        policy.problem("%s: '%s' is unknown; write one of %s".formatted(header, value, words));
        return null;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
