package dev.etagere.sample;

/** What a client has sent is no product. */
final class BadProduct extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String detail;

    /** @param field the one that is wrong; empty if it is not one of them */
    BadProduct(String field, String message) {
        this.field = field;
        this.detail = field.isEmpty() ? message : field + " " + message;
    }

    @Override
    public String getMessage() {
        return detail;
    }

    String field() {
        return field;
    }
}
