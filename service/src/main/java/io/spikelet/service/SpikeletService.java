package io.spikelet.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves model packages over HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SpikeletService {

  /** Starts the service; {@code application.yaml} and the environment configure it. */
  public static void main(String[] args) {
    SpringApplication.run(SpikeletService.class, args);
  }
}
