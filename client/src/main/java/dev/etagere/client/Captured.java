package dev.etagere.client;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response: held, or gone straight to the caller.
 *
 * @param bytes {@code null} if it has gone straight to the caller
 * @param direct what the caller's handler has made of it then
 */
record Captured<T>(@Nullable ByteBuffer bytes, @Nullable T direct) {}
