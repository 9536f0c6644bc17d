package dev.etagere.jaxrs;

import dev.etagere.policy.ETagMode;
import dev.etagere.policy.LastModifiedMode;
import dev.etagere.policy.Mode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The policy of a GET method, or of all GET methods of a class; that of the method wins. A HEAD method of its own has
 * that of the GET of its path. It is checked when the application is deployed, for resources behind a locator at their
 * first request.
 *
 * <pre>{@code
 * @GET
 * @Path("{id}")
 * @CachePolicy(value = "public, no-cache", groups = "product:{id}", etag = ETagMode.STRONG)
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CachePolicy {

    /** The field Cache-Control: {@code public, max-age=30}. */
    String value() default "no-cache";

    /** The groups that the answer depends on: {@code products}, {@code product:{id}}, {@code user:{principal}}. */
    String[] groups() default {};

    /**
     * Whether the method says while it runs what else its answer depends on, by
     * {@code Groups.current().dependOn("product:42")}.
     */
    boolean learned() default false;

    /** The request fields that the answer depends on: {@code Accept, Accept-Language}. */
    String vary() default "";

    /** Which entity tag the answer carries. */
    ETagMode etag() default ETagMode.WEAK;

    /** Whether the answer carries a Last-Modified. */
    LastModifiedMode lastModified() default LastModifiedMode.ON;

    /** What the policy is allowed to do. */
    Mode mode() default Mode.ENFORCE;

    /** For how long a validator is believed though nothing was touched: {@code 30s}, {@code 1h}; empty for no bound. */
    String trust() default "";

    /**
     * Whether the log itself is asked for what has changed, where several nodes share it: no answer is then older than
     * the request, for the price of a question to the log.
     */
    boolean strict() default false;

    /** Whether an answer may be compared with an earlier one of the same tag; not if equal ones differ in bytes. */
    boolean audit() default true;

    /** Whether gateways are told the groups of an answer that is {@code public}. */
    boolean cacheTag() default true;
}
