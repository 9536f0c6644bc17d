/** What the hot path costs, part by part, beside what a plain map would cost. */
package dev.etagere.benchmarks;
