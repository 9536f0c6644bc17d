package dev.etagere.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is written on a resource method, on the methods that it overrides or implements, and on its class. */
final class Annotated {
    private final List<Method> methods = new ArrayList<>();
    private final List<Class<?>> types;
    private final Class<?> resource;
    private final Method method;

    Annotated(Class<?> resource, Method method) {
        this.resource = resource;
        this.method = method;
        this.types = supertypes(resource);
        methods.add(method);
        types.forEach(this::addOverridden);
    }

    /** The class, its superclasses, then all interfaces. */
    private static List<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            found.add(at);
        }
        List.copyOf(found).forEach(at -> addInterfaces(at, found));
        return List.copyOf(found);
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> implemented : type.getInterfaces()) {
            found.add(implemented);
            addInterfaces(implemented, found);
        }
    }

    private void addOverridden(Class<?> type) {
        for (Method other : type.getDeclaredMethods()) {
            if (!other.isBridge()
                    && other.getName().equals(method.getName())
                    && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
                methods.add(other);
            }
        }
    }

    /** On the method, or on what it overrides. */
    <A extends Annotation> @Nullable A onMethod(Class<A> annotation) {
        return methods.stream()
                .map(at -> at.getAnnotation(annotation))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    /** On the class, or on its supertypes. */
    <A extends Annotation> @Nullable A onType(Class<A> annotation) {
        return types.stream()
                .map(at -> at.getAnnotation(annotation))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    /** All on the method and what it overrides, then all on the class and its supertypes. */
    List<Annotation> all() {
        List<Annotation> all = new ArrayList<>();
        methods.forEach(at -> all.addAll(List.of(at.getAnnotations())));
        types.forEach(at -> all.addAll(List.of(at.getAnnotations())));
        return all;
    }

    /** The method that it answers: {@code GET}; {@code null} if it is no resource method. */
    @Nullable
    String httpMethod() {
        return methods.stream()
                .flatMap(at -> Arrays.stream(at.getAnnotations()))
                .map(found -> found.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null)
                .map(HttpMethod::value)
                .findFirst()
                .orElse(null);
    }

    /** The path of class and method; {@code null} behind a locator, which alone knows what comes before. */
    @Nullable
    PathTemplate path() {
        Path ofType = onType(Path.class);
        return ofType == null ? null : PathTemplate.of(ofType.value(), ownPath());
    }

    /** What tells the resource of this method from others: methods with the same one share a path. */
    String resourceKey() {
        PathTemplate path = path();
        return path == null ? resource.getName() + ' ' + PathTemplate.of(ownPath()) : path.toString();
    }

    private String ownPath() {
        Path own = onMethod(Path.class);
        return own == null ? "" : own.value();
    }

    /** How messages name it: {@code com.x.Products.get(String)}. */
    String place() {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return "%s.%s(%s)".formatted(resource.getName(), method.getName(), parameters);
    }
}
