package dev.etagere;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer: 304 (Not Modified), 412 (Precondition Failed), 428 (Precondition Required) or 503 (Service
 * Unavailable), all but the 428 without content. As a {@link Decision} it is given before the handler runs, as an
 * {@link Outcome} it replaces the handler's answer, whose body is dropped. Immutable.
 */
public final class Answer implements Decision, Outcome {
    private final int status;
    private final HeaderFields fields;
    private final Reason reason;
    private final Supplier<Explanation> why;
    private final @Nullable String content;

    Answer(int status, HeaderFields fields, Reason reason, Supplier<Explanation> why) {
        this(status, fields, reason, why, null);
    }

    Answer(int status, HeaderFields fields, Reason reason, Supplier<Explanation> why, @Nullable String content) {
        this.content = content;
        this.status = status;
        this.fields = fields;
        this.reason = reason;
        this.why = why;
    }

    /** The status: 304, 412, 428 or 503. */
    public int status() {
        return status;
    }

    /** The fields of the answer; there are no others of ours. */
    public HeaderFields fields() {
        return fields;
    }

    /**
     * The content, problem details (RFC 9457) in ASCII, whose type is among the fields; {@code null} if there is none.
     */
    public @Nullable String content() {
        return content;
    }

    /** The reason alone, without building a sentence. */
    public Reason reason() {
        return reason;
    }

    /** Calls with name and value of each field. */
    public void forEach(BiConsumer<? super String, ? super String> line) {
        fields.forEach(line);
    }

    @Override
    public Explanation explanation() {
        return why.get();
    }
}
