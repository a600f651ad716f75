package io.spikelet.runtime.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's one environment, which stays until the process ends.
 *
 * <p>ONNX Runtime frees it in a shutdown hook of its own. Hooks run at the same time: a service
 * that is asked to end and finishes its requests would have the environment taken away under the
 * graphs that run, and the process would crash. The native environment counts its references, so a
 * second one keeps it. ONNX Runtime offers no way to get one, hence the reflection.
 */
final class SharedEnvironment {

  private static final Logger LOG = LoggerFactory.getLogger(SharedEnvironment.class);
  private static final String NAME = "spikelet";
  private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
  private static final OrtEnvironment ENVIRONMENT = kept();

  private SharedEnvironment() {}

  static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment kept() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment(LEVEL, NAME);
    ExtractedLibraries.remove();
    try {
      Field api = library().getDeclaredField("ortApiHandle");
      Method create =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      api.setAccessible(true);
      create.setAccessible(true);
      Object unused = create.invoke(null, api.getLong(null), LEVEL.getValue(), NAME);
      LOG.debug("a second reference to the environment: {}", unused);
    } catch (ReflectiveOperationException e) {
      LOG.warn("Graphs that run when the process is asked to end may crash it: {}", e.toString());
    }
    return environment;
  }

  /** What loads the native library; not public. */
  static Class<?> library() throws ClassNotFoundException {
    return Class.forName("ai.onnxruntime.OnnxRuntime", true, OrtEnvironment.class.getClassLoader());
  }
}
