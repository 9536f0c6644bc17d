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

    /**
     * Whether the write has to say what its author has seen: without {@code If-Match}, {@code If-None-Match} or
     * {@code If-Unmodified-Since} it is answered 428 (Precondition Required, RFC 6585 section 3). {@code If-Match}
     * needs a policy of the GET that makes {@code STRONG} tags.
     */
    boolean preconditionRequired() default false;
}
