/** The engine: a request goes in, a {@code Decision} comes out. Knows no server. */
@NullMarked
package dev.etagere;

import org.jspecify.annotations.NullMarked;
