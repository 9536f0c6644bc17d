/** The JAX-RS edge: translates requests for the engine and carries out its decisions. */
@NullMarked
package dev.etagere.jaxrs;

import org.jspecify.annotations.NullMarked;
