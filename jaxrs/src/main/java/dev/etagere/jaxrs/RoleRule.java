package dev.etagere.jaxrs;

import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom {@code @RolesAllowed}, {@code @DenyAll} and {@code @PermitAll} let in. They are known by name, so that the
 * application need not have them.
 */
final class RoleRule {
    private static final String SECURITY = "jakarta.annotation.security.";
    private static final RoleRule EVERYBODY = new RoleRule(null);

    // null for everybody.
    private final @Nullable List<String> roles;

    private RoleRule(@Nullable List<String> roles) {
        this.roles = roles;
    }

    /** The rule nearest to the method. */
    static RoleRule of(Annotated method) {
        for (Annotation annotation : method.all()) {
            String name = annotation.annotationType().getName();
            if (name.equals(SECURITY + "PermitAll")) {
                return EVERYBODY;
            }
            if (name.equals(SECURITY + "DenyAll")) {
                return new RoleRule(List.of());
            }
            if (name.equals(SECURITY + "RolesAllowed")) {
                return new RoleRule(rolesIn(annotation));
            }
        }
        return EVERYBODY;
    }

    /** Nobody, where the annotation cannot be read. */
    private static List<String> rolesIn(Annotation rolesAllowed) {
        try {
            return List.of(
                    (String[]) rolesAllowed.annotationType().getMethod("value").invoke(rolesAllowed));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return List.of();
        }
    }

    boolean admits(@Nullable SecurityContext caller) {
        return roles == null || (caller != null && roles.stream().anyMatch(caller::isUserInRole));
    }
}
