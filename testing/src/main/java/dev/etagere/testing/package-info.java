/** Support for the tests of applications. */
@NullMarked
package dev.etagere.testing;

import org.jspecify.annotations.NullMarked;
