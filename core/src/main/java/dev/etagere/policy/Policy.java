package dev.etagere.policy;

import dev.etagere.http.CacheDirectives;
import dev.etagere.http.Vary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route declares for GET and HEAD: Cache-Control, Vary, the groups that its validators are made of, and how. It
 * has been checked: one that exists holds no contradiction. Immutable, safe for use by several threads.
 */
public final class Policy {
    // Some two hundred years more, and nanoseconds since 1970 would not fit into a long.
    private static final Duration MAX_TRUST = Duration.ofDays(36_500);

    private final Place place;
    private final CacheDirectives cacheControl;
    private final Vary vary;
    private final List<GroupTemplate> groups;
    private final boolean learned;
    private final ETagMode etag;
    private final LastModifiedMode lastModified;
    private final Mode mode;
    private final @Nullable Duration trust;
    private final boolean strict;
    private final boolean cacheTag;
    private final boolean audit;
    private final List<String> warnings;

    private Policy(Builder builder) {
        place = builder.place;
        cacheControl = builder.cacheControl;
        vary = builder.vary;
        groups = List.copyOf(builder.groups);
        learned = builder.learned;
        etag = builder.etag;
        lastModified = builder.lastModified;
        mode = builder.mode;
        trust = builder.trust;
        strict = builder.strict;
        cacheTag = builder.tagsCaches();
        audit = builder.audit;
        warnings = PolicyChecks.warnings(builder);
    }

    /**
     * Begins a policy. Unless told otherwise it says {@code Cache-Control: no-cache}, has no Vary and no groups, and
     * makes weak tags and Last-Modified in mode {@link Mode#ENFORCE}.
     *
     * @param place where it stands, as messages shall name it: {@code com.x.Products.get(String)}
     */
    public static Builder builder(String place) {
        return new Builder(Place.of(place));
    }

    static Builder builder(Place place) {
        return new Builder(place);
    }

    /** Where it was declared, as messages name it: {@code cache-policies:7}. */
    public String place() {
        return place.text();
    }

    Place where() {
        return place;
    }

    /** The Cache-Control that its answers carry. */
    public CacheDirectives cacheControl() {
        return cacheControl;
    }

    /** The request headers that its answers depend on. */
    public Vary vary() {
        return vary;
    }

    /** The groups that its answers depend on, in the order of the declaration. */
    public List<GroupTemplate> groups() {
        return groups;
    }

    /**
     * Whether its handlers say while they run what else their answers depend on; what they said last is remembered, so
     * that the next request can be decided before the handler.
     */
    public boolean learned() {
        return learned;
    }

    /** Which entity tag its answers carry. */
    public ETagMode etag() {
        return etag;
    }

    /** Whether its answers carry a Last-Modified. */
    public LastModifiedMode lastModified() {
        return lastModified;
    }

    /** What it is allowed to do. */
    public Mode mode() {
        return mode;
    }

    /** For how long a validator is believed though nothing was touched; {@code null} for as long as nothing is. */
    public @Nullable Duration trust() {
        return trust;
    }

    /**
     * Whether the log itself is asked for the stamps, not this node's copy of it: with an index that several nodes
     * share, no answer is then older than the request, for the price of a question to the log. With an embedded one it
     * is no different.
     */
    public boolean strict() {
        return strict;
    }

    /** Whether gateways are told the groups of an answer: by default, if it is {@code public}. */
    public boolean cacheTag() {
        return cacheTag;
    }

    /** Whether its answers may be compared with earlier ones that carried the same entity tag. */
    public boolean audit() {
        return audit;
    }

    /** Whether caches may give one caller's answer to another: {@code public} or {@code s-maxage}. */
    public boolean shared() {
        return cacheControl.shared();
    }

    /** Whether the caller is a part of the validators. */
    public boolean personal() {
        return !shared();
    }

    /** Whether there is something to compare: groups, or the application's own validators. Others only send headers. */
    public boolean validates() {
        return etag == ETagMode.APPLICATION || labels();
    }

    /** Whether its answers are labelled by the stamps of its groups. */
    public boolean labels() {
        return etag != ETagMode.APPLICATION && (learned || !groups.isEmpty());
    }

    /** What is allowed and yet hardly meant, each with its place, for the log. */
    public List<String> warnings() {
        return warnings;
    }

    /** All that it says, without its place; of two policies that print alike, one can stand for the other. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Cache-Control: ").append(cacheControl);
        text.append("; Vary: ").append(vary);
        text.append("; Groups: ").append(Templates.join(groups));
        text.append("; Learned-Groups: ").append(learned ? "on" : "off");
        text.append("; ETag: ").append(PolicyHeader.word(etag));
        text.append("; Last-Modified: ").append(PolicyHeader.word(lastModified));
        text.append("; Mode: ").append(PolicyHeader.word(mode));
        text.append("; Trust: ").append(trust == null ? "unbounded" : trust);
        text.append("; Strict: ").append(strict ? "on" : "off");
        text.append("; Cache-Tag: ").append(cacheTag ? "on" : "off");
        return text.append("; Audit: ").append(audit ? "on" : "off").toString();
    }

    /** Collects what a policy says, and finds the mistakes in it. Not safe for use by several threads. */
    public static final class Builder {
        final Place place;
        final Problems problems = new Problems();
        final List<GroupTemplate> groups = new ArrayList<>();
        CacheDirectives cacheControl = CacheDirectives.parse("no-cache");
        Vary vary = Vary.NONE;
        boolean learned;
        boolean strict;
        boolean audit = true;
        ETagMode etag = ETagMode.WEAK;
        LastModifiedMode lastModified = LastModifiedMode.ON;
        Mode mode = Mode.ENFORCE;

        @Nullable
        Duration trust;

        @Nullable
        Boolean cacheTag;

        @Nullable
        Set<String> pathParameters;

        private final Map<String, Place> headers = new HashMap<>();
        private Place current;

        private Builder(Place place) {
            this.place = place;
            this.current = place;
        }

        /** Where the headers stand that are told next. */
        Builder at(Place line) {
            current = line;
            return this;
        }

        /** Where a header was told, or else the place of the policy. */
        Place placeOf(String header) {
            return headers.getOrDefault(header, place);
        }

        void problem(String message) {
            problems.add(current, message);
        }

        /** The header {@code Cache-Control}: {@code public, max-age=30}. */
        public Builder cacheControl(String value) {
            CacheDirectives read =
                    problems.attempt(at("Cache-Control"), "Cache-Control: ", () -> CacheDirectives.parse(value));
            cacheControl = read == null ? cacheControl : read;
            return this;
        }

        /** The header {@code Vary}: {@code Accept, Accept-Language}. */
        public Builder vary(String value) {
            Vary read = problems.attempt(at("Vary"), "Vary: ", () -> Vary.parse(value));
            vary = read == null ? vary : read;
            return this;
        }

        /** The templates of the groups, such as {@code product:{id}}, one each. */
        public Builder groups(String... templates) {
            return groups(Arrays.asList(templates));
        }

        /** The templates of the groups, such as {@code product:{id}}, one each. */
        public Builder groups(Collection<String> templates) {
            groups.clear();
            Templates.read("Groups: ", templates, at("Groups"), problems, groups);
            return this;
        }

        /** Whether handlers say while they run what else their answers depend on. */
        public Builder learned(boolean value) {
            at("Learned-Groups");
            learned = value;
            return this;
        }

        /**
         * Whether answers may be compared with earlier ones of the same entity tag; not if equal ones differ in bytes.
         */
        public Builder audit(boolean value) {
            at("Audit");
            audit = value;
            return this;
        }

        /** Which entity tag the answers carry. */
        public Builder etag(ETagMode value) {
            at("ETag");
            etag = value;
            return this;
        }

        /** Whether the answers carry a Last-Modified. */
        public Builder lastModified(LastModifiedMode value) {
            at("Last-Modified");
            lastModified = value;
            return this;
        }

        /** What the policy is allowed to do. */
        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        /** For how long a validator is believed though nothing was touched: from a second to a hundred years. */
        public Builder trust(Duration value) {
            trust = value;
            if (value.compareTo(Duration.ofSeconds(1)) < 0) {
                problems.add(at("Trust"), "Trust: " + value.toMillis() + " ms is too short; write 1s or more");
            } else if (value.compareTo(MAX_TRUST) > 0) {
                problems.add(
                        at("Trust"),
                        "Trust: " + value.toDays()
                                + " days are too many; write 36500d or less, or leave Trust out for no bound");
            }
            return this;
        }

        /** The same in words: {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}. */
        public Builder trust(String value) {
            Duration read = problems.attempt(at("Trust"), "Trust: ", () -> ShortDuration.parse(value));
            return read == null ? this : trust(read);
        }

        /** Whether the log itself is asked for the stamps, where several nodes share it. */
        public Builder strict(boolean value) {
            at("Strict");
            strict = value;
            return this;
        }

        /** Whether gateways are told the groups of an answer. */
        public Builder cacheTag(boolean value) {
            at("Cache-Tag");
            cacheTag = value;
            return this;
        }

        /** The parameters that the path has; {@code null}, as at the beginning, if they are not known. */
        public Builder pathParameters(@Nullable Set<String> known) {
            pathParameters = known == null ? null : Set.copyOf(known);
            return this;
        }

        /**
         * Checks the whole.
         *
         * @throws PolicyException with one message for each mistake, with its place and what to write instead
         */
        public Policy build() {
            Problems found = new Problems();
            Policy policy = build(found);
            found.throwIfAny();
            return policy;
        }

        /** Notes the mistakes instead of throwing; what it returns is of use only if there were none. */
        Policy build(Problems found) {
            found.addAll(problems);
            PolicyChecks.run(this, found);
            return new Policy(this);
        }

        boolean tagsCaches() {
            return cacheTag == null ? cacheControl.isPublic() && !cacheControl.noStore() : cacheTag;
        }

        private Place at(String header) {
            headers.put(header, current);
            return current;
        }
    }
}
