from .server import DemoServer as DemoServer
