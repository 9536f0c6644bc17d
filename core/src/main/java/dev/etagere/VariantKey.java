package dev.etagere;

import dev.etagere.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells one variant from another.
 *
 * @param policy by identity
 * @param path relative to the context
 * @param query as sent
 * @param varied the values of the fields that the policy's Vary names, in its order
 * @param principal the caller, where the policy lets the response depend on it
 * @param authorized whether the answer is for this caller alone
 */
record VariantKey(
        Policy policy,
        String path,
        @Nullable String query,
        List<@Nullable String> varied,
        @Nullable String principal,
        boolean authorized) {

    static VariantKey of(Policy policy, RequestHead request) {
        List<@Nullable String> varied = new ArrayList<>();
        for (String name : policy.vary().names()) {
            varied.add(value(request, name));
        }
        return new VariantKey(
                policy,
                request.path(),
                request.query(),
                varied,
                policy.personal() ? request.principal() : null,
                authorized(policy, request));
    }

    /** Whether the rest of the key is that of the request; policy, path and query are known to be. */
    boolean suits(RequestHead request) {
        List<String> names = policy.vary().names();
        for (int i = 0; i < names.size(); i++) {
            if (!Objects.equals(varied.get(i), value(request, names.get(i)))) {
                return false;
            }
        }
        return (!policy.personal() || Objects.equals(principal, request.principal()))
                && authorized == authorized(policy, request);
    }

    int length() {
        int length = path.length() + (query == null ? 0 : query.length());
        for (@Nullable String value : varied) {
            length += value == null ? 0 : value.length();
        }
        return length;
    }

    // The coding is chosen outside of us, by a container or gateway that also marks or weakens the tag: hashing what
    // the
    // client accepts would only split what is one representation here.
    private static @Nullable String value(RequestHead request, String name) {
        return name.equalsIgnoreCase("Accept-Encoding") ? null : request.field(name);
    }

    // What a known caller gets is for that caller alone (RFC 9111 section 3.5). A shared policy vouches for the answer
    // to
    // whoever has a session, but a request with credentials in it would not be cached by default, so it is not here.
    private static boolean authorized(Policy policy, RequestHead request) {
        return request.field("Authorization") != null || (policy.personal() && request.principal() != null);
    }
}
