package dev.etagere.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an embedded log keeps its state across a clean stop. The state file exists only between a clean stop and the
 * next start: its presence is the clean-shutdown marker (R15). While the log runs, only a mark above every stamp and
 * reading given out is on disk, reserved ahead (R16).
 */
final class IndexDirectory {
    private static final System.Logger LOG = System.getLogger(IndexDirectory.class.getName());

    /** How far ahead of the clock the mark is reserved, and so how far a new era may begin in the future. */
    static final Duration RESERVE = Duration.ofSeconds(10);

    private final Path directory;
    private final FileChannel lockChannel;
    private final Repeater repeater;
    private Runnable stopReserving = () -> {};
    private long reserved;
    private boolean closed;

    private IndexDirectory(Path directory, FileChannel lockChannel, Repeater repeater) {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.repeater = repeater;
    }

    /**
     * Takes the directory for this process.
     *
     * @throws IllegalStateException if the directory is not writable, or another process or index holds it
     */
    static IndexDirectory lock(Path directory) {
        return lock(directory, Repeater.onAThreadOfItsOwn("etagere-high-water"));
    }

    /** The same with what keeps the mark ahead of the clock. */
    static IndexDirectory lock(Path directory, Repeater repeater) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("index directory " + directory
                        + " is in use by another process; give each process a directory of its own");
            }
            return new IndexDirectory(directory, channel, repeater);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "index directory " + directory + " cannot be written (" + e
                            + "); make it writable for this user, or name another one after embedded:",
                    e);
        }
    }

    /** Reads the state of a clean stop and takes the marker away; {@code null} if there is none that can be trusted. */
    @Nullable
    KeptState load(int slots) {
        Path file = stateFile();
        if (!Files.exists(file)) {
            if (Files.exists(markFile())) {
                LOG.log(System.Logger.Level.WARNING, "{0} was not closed cleanly: new epoch", directory);
            }
            return null;
        }
        try {
            return read(file, slots);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be used (" + e.getMessage() + "): new epoch", e);
            return null;
        } finally {
            // Before the first touch, which the file would not know of.
            remove(file);
        }
    }

    /** What was reserved when the log last ran; 0 if it never did. */
    long highWater() {
        Path mark = markFile();
        try {
            if (!Files.exists(mark)) {
                return 0;
            }
            byte[] bytes = Files.readAllBytes(mark);
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).getLong();
            }
            // Damaged: it was written when the file says, so no reading went past this.
            return (Files.getLastModifiedTime(mark).toMillis() + 2 * RESERVE.toMillis()) * Stamp.NANOS_PER_MILLI;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + mark + "; make it readable for this user", e);
        }
    }

    /** Reserves from there; returns the mark. */
    synchronized long reserveFrom(long nanos) {
        reserved = nanos + RESERVE.toNanos();
        replace(
                markFile(),
                out -> out.write(
                        ByteBuffer.allocate(Long.BYTES).putLong(reserved).array()));
        return reserved;
    }

    /**
     * Makes sure that the mark lies above this stamp; writes only if it does not, and not once the directory may be
     * somebody else's. Returns the mark.
     */
    synchronized long reserveFor(long stamp) {
        return stamp < reserved || closed ? reserved : reserveFrom(stamp);
    }

    /** Keeps the mark ahead of the clock, so that readings need not write. */
    void keepReserving(Ratchet ratchet) {
        stopReserving = repeater.repeat(() -> reserveAhead(ratchet), RESERVE.dividedBy(4));
    }

    private void reserveAhead(Ratchet ratchet) {
        try {
            long ahead = Math.max(ratchet.high(), ratchet.clockNanos());
            ratchet.limit(reserveFor(ahead + RESERVE.toNanos() / 2));
        } catch (RuntimeException e) {
            // As-of then stands still at the mark: Last-Modified is withheld, nothing lies.
            LOG.log(System.Logger.Level.WARNING, "cannot reserve ahead in " + directory, e);
        }
    }

    /** Writes the state of a clean stop and lets the directory go. */
    void close(KeptState state) {
        stopReserving();
        try {
            replace(stateFile(), state::writeTo);
        } finally {
            unlock();
        }
    }

    /** Lets the directory go without a state, as a crash would: the next start begins a new epoch above the mark. */
    void abandon() {
        stopReserving();
        unlock();
    }

    /** Waits for whoever is just reserving. */
    private synchronized void stopReserving() {
        stopReserving.run();
        closed = true;
    }

    private void unlock() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot unlock " + directory, e);
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes beside, forces, renames, forces the directory: the file is the old one or the new one, never a half. */
    private void replace(Path file, Content content) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            force();
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file + "; is the disk full?", e);
        }
    }

    private void remove(Path file) {
        try {
            Files.delete(file);
            force();
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + file + "; make its directory writable for this user", e);
        }
    }

    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static KeptState read(Path file, int slots) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return KeptState.readFrom(in, slots);
        }
    }

    private Path stateFile() {
        return directory.resolve("state");
    }

    private Path markFile() {
        return directory.resolve("high-water");
    }
}
