package io.spikelet.service.memory;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.PoolListener;
import io.spikelet.runtime.pool.PoolSettings;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.service.observability.PoolMetrics;
import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lacks of memory, once each, where a test wants one. */
final class InjectedExhaustion {
  private static final AtomicReference<@Nullable Stage> NEXT = new AtomicReference<>();

  private InjectedExhaustion() {}

  /** Where a request can be, in the order in which it comes there. */
  enum Stage {
    CONNECTION,
    FILTER,
    RECEIVE,
    LOOK_UP,
    LOAD,
    RUN,
    STEP,
    MEASURE,
    WRITE,
    WRITE_PROBLEM;

    String path() {
      return switch (this) {
        case RECEIVE -> "/reconstruct?model=esvae:tiny";
        // One that nobody has asked for before.
        case LOAD -> "/generate?model=ann-vae:tiny";
        case WRITE_PROBLEM -> "/generate?model=nobody";
        default -> "/generate?model=esvae:tiny";
      };
    }

    String body() {
      return this == RECEIVE ? "not a picture" : "";
    }
  }

  /** The next request that comes there fails. */
  static void at(Stage stage) {
    NEXT.set(stage);
  }

  private static void pass(Stage stage) {
    if (NEXT.compareAndSet(stage, null)) {
      throw new OutOfMemoryError("injected: " + stage);
    }
  }

  /** The service with a fault at each stage. No component: other tests must not find it. */
  static class Everywhere {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connection() {
      return factory ->
          factory.addEngineValves(
              new ValveBase(true) {
                @Override
                public void invoke(Request request, Response response)
                    throws IOException, ServletException {
                  pass(Stage.CONNECTION);
                  getNext().invoke(request, response);
                }
              });
    }

    @Bean
    Filter filter() {
      return (request, response, chain) -> {
        pass(Stage.FILTER);
        chain.doFilter(
            new Received((HttpServletRequest) request), new Sent((HttpServletResponse) response));
      };
    }

    @Bean
    @Primary
    PoolListener failingListener(PoolMetrics metrics) {
      return through(PoolListener.class, metrics, Map.of("ran", Stage.MEASURE));
    }

    @Bean
    @Primary
    ModelPool failingPool(ModelRegistry registry, OnnxEngine engine, PoolListener listener) {
      ModelRegistry failing =
          through(ModelRegistry.class, registry, Map.of("resolve", Stage.LOOK_UP));
      PoolSettings settings =
          new PoolSettings(
              1 << 30,
              64,
              Duration.ofSeconds(10),
              8,
              Duration.ZERO,
              1,
              List.of(),
              Duration.ZERO,
              Duration.ZERO);
      return new ModelPool(failing, modelPackage -> load(modelPackage, engine), settings, listener);
    }

    private static ImageModel load(ModelPackage modelPackage, OnnxEngine engine) {
      pass(Stage.LOAD);
      return through(
          ImageModel.class,
          ModelLoader.load(modelPackage, engine),
          Map.of("generate", Stage.RUN, "generateStepwise", Stage.STEP));
    }
  }

  /** Something whose methods are stages. */
  private static <T> T through(Class<T> type, T target, Map<String, Stage> stages) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              @Nullable Stage stage = stages.get(method.getName());
              if (stage != null) {
                pass(stage);
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private static final class Received extends HttpServletRequestWrapper {
    Received(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          pass(Stage.RECEIVE);
          return -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          return read();
        }

        @Override
        public boolean isFinished() {
          return false;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }

  private static final class Sent extends HttpServletResponseWrapper {
    Sent(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      ServletOutputStream out = super.getOutputStream();
      return new ServletOutputStream() {
        @Override
        public void write(int one) throws IOException {
          pass(Stage.WRITE);
          pass(Stage.WRITE_PROBLEM);
          out.write(one);
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
