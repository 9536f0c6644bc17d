package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;

/** Proves that code allocates nothing, by the virtual machine's own count of this thread's bytes. */
final class Allocation {

    private static final int RUNS = 20_000;
    private static final int ATTEMPTS = 5;

    private Allocation() {}

    /** One object per run would cost far more than a byte per run; the measuring itself costs far less. */
    static void assertNone(Runnable code) {
        long bytes = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bytes = bytesOf(code);
            if (bytes < RUNS) {
                return;
            }
        }
        fail(RUNS + " runs allocated " + bytes + " bytes");
    }

    private static long bytesOf(Runnable code) {
        long before = allocated();
        for (int i = 0; i < RUNS; i++) {
            code.run();
        }
        return allocated() - before;
    }

    /** By reflection, since the tests are compiled within a module that does not read java.management. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method allocated =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
            return (long) allocated.invoke(threads, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this virtual machine does not count what a thread allocates", e);
        }
    }
}
