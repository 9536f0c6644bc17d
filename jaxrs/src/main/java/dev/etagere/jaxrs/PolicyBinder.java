package dev.etagere.jaxrs;

import dev.etagere.ConditionalRequests;
import dev.etagere.policy.Policy;
import dev.etagere.policy.PolicyException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what is declared on each resource method, and puts the filters around those that declare anything.
 */
final class PolicyBinder implements DynamicFeature {
    /** After everybody who authenticates or authorises. */
    private static final int BEHIND_AUTHORIZATION = Priorities.AUTHORIZATION + 100;

    /** Response filters run from the highest number to the lowest: ours is nearest to the wire. */
    private static final int LAST = Integer.MIN_VALUE;

    /** Behind the coders: the entity is looked at as the writers of entities make it. */
    private static final int NEAREST_TO_THE_ENTITY = Priorities.USER + 1000;

    /** Interceptors run from the lowest number to the highest, and each sees the output of those after it. */
    private static final int NEAREST_TO_THE_WIRE = Integer.MIN_VALUE;

    private final ConditionalRequests engine;
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();

    PolicyBinder(ConditionalRequests engine) {
        this.engine = engine;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceMethod() == null || resource.getResourceClass() == null) {
            return;
        }
        Annotated method = new Annotated(resource.getResourceClass(), resource.getResourceMethod());
        String verb = method.httpMethod();
        MethodPolicy declared = verb == null ? null : isRead(verb) ? read(method, verb) : write(method, verb);
        if (declared != null) {
            context.register(new DecisionFilter(engine, declared), BEHIND_AUTHORIZATION);
            context.register(new CommitFilter(), LAST);
            context.register(new BodyInterceptor(), NEAREST_TO_THE_ENTITY);
            context.register(new WholeEntity(), NEAREST_TO_THE_WIRE);
            if (declared.touches() != null) {
                context.register(new EntityInFull(), NEAREST_TO_THE_WIRE);
            }
        }
    }

    private static boolean isRead(String verb) {
        return verb.equals("GET") || verb.equals("HEAD");
    }

    private @Nullable MethodPolicy read(Annotated method, String verb) {
        if (method.onMethod(Touches.class) != null) {
            throw wrong(
                    method,
                    "@Touches belongs to a write; declare @CachePolicy(groups = ...) for what a GET depends on");
        }
        CachePolicy own = method.onMethod(CachePolicy.class);
        CachePolicy declared = own == null ? method.onType(CachePolicy.class) : own;
        Policy policy = declared == null ? null : policy(method, declared);
        if (verb.equals("HEAD")) {
            return new MethodPolicy(ofGetOr(method.resourceKey(), policy), null, RoleRule.of(method));
        }
        if (policy == null) {
            return null;
        }
        // One for all methods of a path that say the same: what one has learned, a write is judged by.
        Policy shared = policies.merge(
                method.resourceKey(),
                policy,
                (first, other) -> first.toString().equals(other.toString()) ? first : other);
        return new MethodPolicy(() -> shared, null, RoleRule.of(method));
    }

    /** A HEAD method of its own tells about the representation of the GET (RFC 9110 section 9.3.2). */
    private Supplier<@Nullable Policy> ofGetOr(String key, @Nullable Policy own) {
        return () -> {
            Policy ofGet = policies.get(key);
            return ofGet == null ? own : ofGet;
        };
    }

    private @Nullable MethodPolicy write(Annotated method, String verb) {
        if (method.onMethod(CachePolicy.class) != null) {
            throw wrong(
                    method,
                    "@CachePolicy applies to GET, and this is " + verb
                            + "; declare @Touches for what it changes, or put the policy on the GET");
        }
        Touches declared = method.onMethod(Touches.class);
        if (declared == null) {
            return null;
        }
        String key = method.resourceKey();
        dev.etagere.policy.Touches touches =
                dev.etagere.policy.Touches.of(method.place(), parameters(method), List.of(declared.value()));
        return new MethodPolicy(
                () -> policies.get(key),
                declared.preconditionRequired() ? touches.requiringPrecondition() : touches,
                RoleRule.of(method));
    }

    private static Policy policy(Annotated method, CachePolicy declared) {
        Policy.Builder policy =
                Policy.builder(method.place()).cacheControl(declared.value()).pathParameters(parameters(method));
        if (declared.groups().length > 0) {
            policy.groups(declared.groups());
        }
        if (!declared.vary().isEmpty()) {
            policy.vary(declared.vary());
        }
        if (!declared.trust().isEmpty()) {
            policy.trust(declared.trust());
        }
        if (!declared.cacheTag()) {
            policy.cacheTag(false);
        }
        if (declared.learned()) {
            policy.learned(true);
        }
        return policy.etag(declared.etag())
                .audit(declared.audit())
                .strict(declared.strict())
                .lastModified(declared.lastModified())
                .mode(declared.mode())
                .build();
    }

    /** Those of class and method; {@code null} behind a locator, which may have more. */
    private static @Nullable Set<String> parameters(Annotated method) {
        PathTemplate path = method.path();
        return path == null ? null : path.parameters();
    }

    private static PolicyException wrong(Annotated method, String message) {
        return new PolicyException(List.of(method.place() + ": " + message));
    }
}
