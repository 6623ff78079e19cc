UPDATE watch SET announced = :days WHERE watch = :watch;
