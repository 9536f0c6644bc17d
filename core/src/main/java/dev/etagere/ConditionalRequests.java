package dev.etagere;

import com.google.common.base.Suppliers;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.Policy;
import dev.etagere.policy.PolicyTable;
import dev.etagere.policy.RouteMatch;
import dev.etagere.policy.Touches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole engine: a request goes in, a {@link Decision} comes out. Callable without a server; the Servlet filter and
 * the JAX-RS feature translate for it.
 *
 * <p>Safe for use by several threads. A decision about an unchanged resource takes no lock and, as long as the clock
 * shows the same millisecond, allocates nothing.
 */
public final class ConditionalRequests {
    // A name of its own, so that decisions can be watched without the rest.
    private static final System.Logger DECISIONS = System.getLogger("dev.etagere.decisions");

    private final GroupIndex index;
    private final PolicyTable policies;
    private final List<DecisionListener> listeners;
    private final Variants variants;
    private final Reads reads;
    private final Writes writes;

    private ConditionalRequests(Builder builder) {
        this.index = builder.index;
        this.policies = builder.policies;
        this.listeners = List.copyOf(builder.listeners);
        this.variants = new Variants(
                builder.index,
                builder.revision == null ? "" : builder.revision,
                builder.memory,
                builder.learnedGroups(),
                new Auditor(builder.audit, builder.auditors),
                builder.explains);
        this.reads = new Reads(variants);
        this.writes = new Writes(variants, builder.patience);
    }

    /** An engine over this index: no policies, no revision. */
    public static Builder builder(GroupIndex index) {
        return new Builder(index);
    }

    /** Sets up an engine. Not safe for use by several threads. */
    public static final class Builder {
        private final GroupIndex index;
        private final List<DecisionListener> listeners = new ArrayList<>();
        private PolicyTable policies = PolicyTable.EMPTY;
        private @Nullable String revision;
        private boolean explains;
        private int memory = 4096;
        private int learned = 10_000;
        private @Nullable LearnedGroups learnedGroups;
        private AuditSettings audit = AuditSettings.DEFAULT;
        private final List<AuditListener> auditors = new ArrayList<>();
        private Duration patience = Duration.ofSeconds(5);

        private Builder(GroupIndex index) {
            this.index = index;
        }

        /** The policies that are found by the path. */
        public Builder policies(PolicyTable table) {
            policies = table;
            return this;
        }

        /** The version of the application: another version may render the same data differently. */
        public Builder revision(@Nullable String version) {
            revision = version;
            return this;
        }

        /** Whether answers carry {@code Etagere-Explain}, which names groups: for development. */
        public Builder explain(boolean explain) {
            explains = explain;
            return this;
        }

        /** Adds somebody who hears of every decision. */
        public Builder listener(DecisionListener listener) {
            listeners.add(listener);
            return this;
        }

        /** How many URLs are remembered, so that an unchanged one costs nothing; the default is 4096. */
        public Builder memory(int urls) {
            memory = urls;
            return this;
        }

        /** How much of the traffic is audited. */
        public Builder audit(AuditSettings settings) {
            audit = settings;
            return this;
        }

        /** Adds somebody who hears of every answer that a 304 would have belied. */
        public Builder auditListener(AuditListener listener) {
            auditors.add(listener);
            return this;
        }

        /** For how many variants it is remembered what they have learned to depend on; the default is 10,000. */
        public Builder learned(int variants) {
            learned = variants;
            return this;
        }

        /** Where that is remembered. */
        Builder learned(LearnedGroups memory) {
            learnedGroups = memory;
            return this;
        }

        private Supplier<LearnedGroups> learnedGroups() {
            LearnedGroups given = learnedGroups;
            int variants = learned;
            // Not made before the first policy that learns: most applications have none.
            return given == null ? Suppliers.memoize(() -> new LearnedGroups(variants)) : () -> given;
        }

        /**
         * How long a write waits at most while another one is under way that compares, or has compared, the same data;
         * then it is answered 503 (Service Unavailable). The thread of the request waits. The default is 5 seconds.
         */
        public Builder patience(Duration longest) {
            patience = longest;
            return this;
        }

        /**
         * Starts the engine. Decisions are logged to {@code dev.etagere.decisions} if that logger is at debug level
         * now.
         *
         * @throws IllegalStateException if the index outlives the process and no revision was given
         */
        public ConditionalRequests build() {
            if (revision != null) {
                index.revision(revision);
            } else if (index.outlivesProcess()) {
                throw new IllegalStateException("a kept or shared index needs the version of the application, since new"
                        + " code may render old data differently: set etagere.revision (in web.xml, as a system"
                        + " property or in code)");
            }
            if (DECISIONS.isLoggable(System.Logger.Level.DEBUG)) {
                listeners.add(ConditionalRequests::log);
            }
            return new ConditionalRequests(this);
        }
    }

    /** The index that this engine reads. */
    public GroupIndex index() {
        return index;
    }

    /** The policies that are found by the path. */
    public PolicyTable policies() {
        return policies;
    }

    /** The places of the policies that confirm nothing because an audit has found one of their answers changed. */
    public Set<String> quarantined() {
        return variants.auditor().quarantined();
    }

    /**
     * Ends the quarantine of a policy, once the mistake is mended.
     *
     * @param place as in {@link #quarantined()}
     * @return whether it was in quarantine
     */
    public boolean liftQuarantine(String place) {
        return variants.auditor().lift(place);
    }

    /** Decides by the policy that is declared for the path. */
    public Decision decide(RequestHead request) {
        return told(request, isRead(request.method()) ? readByPath(request) : writeByPath(request));
    }

    /**
     * Decides by what the adapter has found itself.
     *
     * @param policy of the GET of the resource; {@code null} if it has none
     * @param touches what the method touches; {@code null} for a GET or HEAD, or if the method is not declared
     * @param parameters the values of the path parameters, decoded
     */
    public Decision decide(
            RequestHead request, @Nullable Policy policy, @Nullable Touches touches, Map<String, String> parameters) {
        return told(
                request,
                isRead(request.method())
                        ? reads.decide(request, policy, parameters)
                        : writes.decide(request, touches, parameters, policy, parameters));
    }

    private Decision readByPath(RequestHead request) {
        Decision known = reads.decideKnown(request);
        if (known != null) {
            return known;
        }
        RouteMatch match = policies.find("GET", request.path());
        return match == null
                ? Decision.Pass.PASS
                : reads.decideFound(request, match.route().policy(), match.parameters());
    }

    private Decision writeByPath(RequestHead request) {
        RouteMatch match = policies.find(request.method(), request.path());
        Touches touches = match == null ? null : match.route().touches(request.method());
        if (match == null || touches == null) {
            return Decision.Pass.PASS;
        }
        RouteMatch read = policies.find("GET", request.path());
        return read == null
                ? writes.decide(request, touches, match.parameters(), null, Map.of())
                : writes.decide(
                        request, touches, match.parameters(), read.route().policy(), read.parameters());
    }

    private Decision told(RequestHead request, Decision decision) {
        if (!listeners.isEmpty() && decision != Decision.Pass.PASS) {
            listeners.forEach(listener -> listener.decided(request, decision));
        }
        return decision;
    }

    private static void log(RequestHead request, Decision decision) {
        DECISIONS.log(
                System.Logger.Level.DEBUG,
                "{0} {1}: {2}",
                request.method(),
                request.path(),
                decision.explanation().sentence());
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }
}
