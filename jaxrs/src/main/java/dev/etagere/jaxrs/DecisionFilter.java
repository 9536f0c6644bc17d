package dev.etagere.jaxrs;

import dev.etagere.Answer;
import dev.etagere.Attributes;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.policy.Policy;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides before the resource method runs. */
final class DecisionFilter implements ContainerRequestFilter {
    private final ConditionalRequests engine;
    private final MethodPolicy declared;

    DecisionFilter(ConditionalRequests engine, MethodPolicy declared) {
        this.engine = engine;
        this.declared = declared;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean admitted = declared.roles().admits(request.getSecurityContext());
        if (!admitted && declared.touches() == null) {
            // Whoever is not let in learns nothing here; to refuse is the business of others.
            return;
        }
        // A write goes on into its scope even so: if nobody refuses it, it will change data.
        Policy policy = admitted ? declared.policy().get() : null;
        Decision decision =
                engine.decide(new JaxRsRequestHead(request), policy, declared.touches(), parameters(request));
        if (decision == Decision.Pass.PASS) {
            return;
        }
        request.setProperty(Attributes.HANDLED, true);
        if (decision instanceof Answer answer) {
            request.abortWith(RefusalMapper.response(answer));
        } else if (decision instanceof Exchange exchange) {
            if (exchange.hidesRange()) {
                request.getHeaders().remove("Range");
            }
            request.setProperty(BoundExchange.PROPERTY, new BoundExchange(exchange));
        }
    }

    /** The values nearest to the method, decoded. */
    private static Map<String, String> parameters(ContainerRequestContext request) {
        Map<String, String> parameters = new HashMap<>();
        request.getUriInfo().getPathParameters(true).forEach((name, values) -> put(parameters, name, values.get(0)));
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
