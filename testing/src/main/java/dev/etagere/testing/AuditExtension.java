package dev.etagere.testing;

import dev.etagere.Audit;
import dev.etagere.AuditMismatch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test that forgot a touch. While a test runs, everything is audited: requests that would be answered 304 run
 * their handlers, and every answer is compared with the last one under the same entity tag. An answer that differs
 * means that a 304 would have lied.
 *
 * <pre>{@code
 * @ExtendWith(AuditExtension.class)
 * class CatalogueTest { … }
 * }</pre>
 *
 * <p>A request that is audited is answered 304 all the same where its handler finished within the buffer of the
 * response and said the same; larger answers, and those of JAX-RS, come as a 200. It sees the engines of this process
 * only, and all of them: of tests that run side by side, each fails for the mistakes of the others.
 */
public final class AuditExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(AuditExtension.class);

    /** For {@code @ExtendWith}. */
    public AuditExtension() {}

    private static final class Watching {
        final Queue<AuditMismatch> mismatches = new ConcurrentLinkedQueue<>();
        final Audit.Watch watch = Audit.watch(mismatches::add);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Watching.class, new Watching());
    }

    /**
     * Ends the audit of the test.
     *
     * @throws AssertionError if an answer has changed without a touch
     */
    @Override
    public void afterEach(ExtensionContext context) {
        Watching watching = context.getStore(NAMESPACE).remove(Watching.class, Watching.class);
        if (watching == null) {
            return;
        }
        watching.watch.close();
        if (!watching.mismatches.isEmpty()) {
            throw new AssertionError(watching.mismatches.stream()
                    .map(AuditMismatch::toString)
                    .distinct()
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
