package dev.etagere.jaxrs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The groups that a method changes. While it runs, nothing about them is confirmed; when it is done they have moved,
 * unless the answer is 4xx. Preconditions are judged before, by the policy of the GET of the same path.
 *
 * <pre>{@code
 * @PUT
 * @Path("{id}")
 * @Touches({"products", "product:{id}"})
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Touches {

    /** The templates of the groups, at least one. */
    String[] value();
}
