/** A second server, which shows the products of the catalogue without having any: it keeps copies until they change. */
@NullMarked
package dev.etagere.sample.storefront;

import org.jspecify.annotations.NullMarked;
