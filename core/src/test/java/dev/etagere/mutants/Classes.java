package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes of this module, its own and those of its tests: where they lie, and how to have them with a mutant. */
final class Classes {
    static final Path MAIN = location(GroupIndex.class);
    static final Path TESTS = location(Classes.class);
    static final Path MODULE = TESTS.resolve("../..").normalize();
    static final Path SOURCES = MODULE.resolve("src/main/java/dev/etagere");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    // One for all of them: it remembers what is in the class path.
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);
    private static final List<String> OPTIONS = List.of(
            "-proc:none", "-nowarn", "-classpath", MAIN + File.pathSeparator + System.getProperty("java.class.path"));

    private Classes() {}

    /** Loads all of the module anew, as it is. */
    static ClassLoader unmutated() {
        return new Loader(Map.of());
    }

    /** Loads all of the module anew, with one file changed. */
    static ClassLoader with(Mutant mutant) throws IOException {
        Path file = SOURCES.resolve(mutant.source() + ".java");
        return new Loader(compile(file, mutant.applyTo(Files.readString(file))));
    }

    private static Map<String, byte[]> compile(Path file, String source) {
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        StringWriter messages = new StringWriter();
        JavaFileObject unit = new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean compiled = COMPILER.getTask(messages, inMemory(written), null, OPTIONS, null, List.of(unit))
                .call();
        assertTrue(compiled, () -> "the mutant does not compile: " + messages);
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static JavaFileManager inMemory(Map<String, ByteArrayOutputStream> written) {
        return new ForwardingJavaFileManager<>(FILES) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:/" + className), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return written.computeIfAbsent(className, missing -> new ByteArrayOutputStream());
                    }
                };
            }
        };
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks for what is ours here first, for the rest above. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> mutated;

        Loader(Map<String, byte[]> mutated) {
            super(Classes.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.etagere.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : read(name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        private static byte[] read(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            Path main = MAIN.resolve(file);
            Path path = Files.exists(main) ? main : TESTS.resolve(file);
            if (!Files.exists(path)) {
                throw new ClassNotFoundException(name);
            }
            try {
                return Files.readAllBytes(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
