package dev.etagere.jaxrs;

import dev.etagere.policy.Policy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is declared for one resource method.
 *
 * @param policy of the GET of its path; asked for at the request, since its class may be deployed later
 * @param touches what it changes; {@code null} of a GET
 * @param roles whom it lets in
 */
record MethodPolicy(Supplier<@Nullable Policy> policy, dev.etagere.policy.@Nullable Touches touches, RoleRule roles) {}
