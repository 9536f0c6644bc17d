/** The bridge to Jakarta Transactions: a touch inside a transaction takes effect after its commit. */
@NullMarked
package dev.etagere.transactions;

import org.jspecify.annotations.NullMarked;
