package io.spikelet.service;

import io.spikelet.runtime.engine.NativeMemory;
import io.spikelet.service.memory.OutOfMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves model packages over HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SpikeletService {

  /** Starts the service; {@code application.yaml} and the environment configure it. */
  public static void main(String[] args) {
    OutOfMemory.watchAllThreads();
    // Models come and go for as long as the service runs, each on another thread.
    NativeMemory.giveBackWhatIsFreed();
    SpringApplication.run(SpikeletService.class, args);
  }
}
