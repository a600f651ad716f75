package io.spikelet.deployment.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.deployment.observability.Project;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** The Java client that OpenAPI Generator makes of the contract, compiled and loaded. */
final class GeneratedClient {
  private static final String PACKAGE = "io.spikelet.client";

  private GeneratedClient() {}

  /** Writes its sources. */
  static void generate(Path into) {
    CodegenConfigurator configurator =
        new CodegenConfigurator()
            .setGeneratorName("java")
            .setLibrary("native")
            .setInputSpec(Project.ROOT.resolve("openapi.yaml").toString())
            .setOutputDir(into.toString())
            .setInvokerPackage(PACKAGE)
            .setApiPackage(PACKAGE + ".api")
            .setModelPackage(PACKAGE + ".model")
            .addAdditionalProperty("openApiNullable", "false")
            .addAdditionalProperty("useJakartaEe", "true");
    for (String wanted : List.of("apis", "models", "supportingFiles")) {
      configurator.addGlobalProperty(wanted, "");
    }
    // It imports the class of the multipart form, and would not write it.
    configurator.addGlobalProperty("skipFormModel", "false");
    for (String unwanted : List.of("apiTests", "modelTests", "apiDocs", "modelDocs")) {
      configurator.addGlobalProperty(unwanted, "false");
    }
    new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
  }

  /** Compiles sources against what the tests have on their class path, which must succeed. */
  static void compile(List<Path> sources, Path into) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            into.toString(),
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      boolean compiled = compiler.getTask(said, files, null, options, null, units).call();
      assertThat(compiled).as("%s", said).isTrue();
    }
  }

  static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  static URLClassLoader load(Path classes) throws IOException {
    return new URLClassLoader(
        new URL[] {classes.toUri().toURL()}, GeneratedClient.class.getClassLoader());
  }
}
