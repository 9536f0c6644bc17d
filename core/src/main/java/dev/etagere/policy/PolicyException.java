package dev.etagere.policy;

import java.util.List;

/**
 * A declared policy cannot be used. It stops the deployment; each problem names the place (file and line, or class and
 * method), what is wrong there and what to write instead.
 */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public PolicyException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One message for each mistake, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
