package dev.etagere.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** The steps of the log: each a file of Lua behind the prelude that guards them all. */
enum Script {
    TOUCH("touch"),
    TOUCH_ALL("touch_all"),
    SNAPSHOT("snapshot"),
    HEARTBEAT("nodes", "heartbeat"),
    LEAVE("nodes", "leave"),
    CLAIM("claim"),
    BEGIN("begin"),
    ENTER("enter"),
    IS_OPEN("is_open"),
    END("end"),
    LOOK("look");

    final String text;
    final String sha;

    Script(String... files) {
        StringBuilder script = new StringBuilder("local OPERATION = '" + files[files.length - 1] + "'\n");
        script.append(load("prelude"));
        for (String file : files) {
            script.append(load(file));
        }
        text = script.toString();
        sha = sha1(text);
    }

    private static String load(String file) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file + ".lua"), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // SHA-1 because Redis names scripts by it.
    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
