package dev.etagere.filter;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Content whose pieces are all there to be made. */
final class PieceSource implements Outlet.Source {
    private byte @Nullable [] first;
    private final Iterator<byte[]> rest;

    PieceSource(byte[] first, Iterator<byte[]> rest) {
        this.first = first;
        this.rest = rest;
    }

    @Override
    public byte @Nullable [] next() {
        byte[] piece = first;
        if (piece != null) {
            first = null;
            return piece;
        }
        return rest.hasNext() ? rest.next() : null;
    }

    @Override
    public boolean exhausted() {
        return first == null && !rest.hasNext();
    }

    @Override
    public boolean tick(long nanoTime) {
        return false;
    }

    /** What has been begun is sent whole. */
    @Override
    public void finish() {}

    @Override
    public void close() {}
}
