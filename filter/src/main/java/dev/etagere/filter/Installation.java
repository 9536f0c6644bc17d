package dev.etagere.filter;

import dev.etagere.AuditSettings;
import dev.etagere.ConditionalRequests;
import dev.etagere.index.GroupIndex;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The one engine of a servlet context, whichever filter or servlet comes first. */
final class Installation {
    private static final String ATTRIBUTE = Installation.class.getName();

    private final ServletContext context;
    private final ConditionalRequests engine;
    private final @Nullable GroupIndex opened;
    private int users;

    private Installation(ServletContext context, ConditionalRequests engine, @Nullable GroupIndex opened) {
        this.context = context;
        this.engine = engine;
        this.opened = opened;
    }

    ConditionalRequests engine() {
        return engine;
    }

    /** Sets one up from the settings of the context, unless there is one. */
    static Installation acquire(ServletContext context) throws ServletException {
        synchronized (context) {
            Installation found = of(context);
            found.users++;
            return found;
        }
    }

    /** Sets one up around an engine made in code. */
    static Installation install(ServletContext context, ConditionalRequests engine) throws ServletException {
        synchronized (context) {
            Installation present = present(context);
            if (present != null && present.engine != engine) {
                throw new ServletException("this application has another engine already; give all filters the same"
                        + " ConditionalRequests, or register them before anybody asks Etagere for one");
            }
            Installation installed = present == null ? new Installation(context, engine, null) : present;
            context.setAttribute(ATTRIBUTE, installed);
            installed.users++;
            return installed;
        }
    }

    /** The same without using it: it lives for as long as somebody does. */
    static Installation of(ServletContext context) throws ServletException {
        synchronized (context) {
            Installation present = present(context);
            if (present == null) {
                present = open(context);
                context.setAttribute(ATTRIBUTE, present);
            }
            return present;
        }
    }

    private static @Nullable Installation present(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof Installation installation ? installation : null;
    }

    private static Installation open(ServletContext context) throws ServletException {
        GroupIndex index = null;
        try {
            Settings settings = new Settings(context);
            var policies = PolicySource.read(context, settings.get("policies"));
            index = GroupIndex.open(settings.get("index", "embedded:"));
            ConditionalRequests engine = ConditionalRequests.builder(index)
                    .policies(policies)
                    .revision(settings.get("revision"))
                    .explain(Boolean.parseBoolean(settings.get("explain")))
                    .audit(audit(settings))
                    .build();
            return new Installation(context, engine, index);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            if (index != null) {
                index.close();
            }
            throw new ServletException(e.getMessage(), e);
        }
    }

    private static AuditSettings audit(Settings settings) {
        String share = settings.get("audit");
        AuditSettings audit = AuditSettings.DEFAULT.withQuarantine(Boolean.parseBoolean(settings.get("quarantine")));
        try {
            return share == null ? audit : audit.withShare(Double.parseDouble(share));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "etagere.audit is \"" + share + "\"; write a number from 0 to 1, such as 0.01", e);
        }
    }

    /** Ends a use; the last one closes the index, if it was opened here. */
    void release() {
        synchronized (context) {
            users--;
            if (users == 0) {
                context.removeAttribute(ATTRIBUTE);
                if (opened != null) {
                    opened.close();
                }
            }
        }
    }
}
