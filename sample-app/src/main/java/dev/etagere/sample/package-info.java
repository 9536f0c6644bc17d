/** A product catalogue: the model of how an application uses Etagere. */
@NullMarked
package dev.etagere.sample;

import org.jspecify.annotations.NullMarked;
